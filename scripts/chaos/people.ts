import { setTimeout as sleep } from 'node:timers/promises';
import { createAccount } from '../../db/accounts.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { send } from '../bench/visitor.ts';

const PASSWORD = 'only for the chaos run, nine words are long enough';

/** An act on its way: when somebody first clicked, when it was known to be done. */
export interface Attempt {
  command: string;
  begun: number;
  done: number | null;
}

/** What an act came to: written, or refused with this code. */
export type Outcome = 'applied' | { refused: string };

/** Somebody who is signed in and clicks again for as long as there is no clear answer. */
export class Person {
  readonly id: string;
  private readonly webUrl: string;
  private readonly headers: Record<string, string>;
  private readonly attempts: Attempt[];

  constructor(id: string, webUrl: string, headers: Record<string, string>, attempts: Attempt[]) {
    this.id = id;
    this.webUrl = webUrl;
    this.headers = headers;
    this.attempts = attempts;
  }

  /** Does an act, with the same id until it is done or refused. */
  async insist(procedure: string, input: { commandId: string; [key: string]: unknown }): Promise<Outcome> {
    const attempt: Attempt = { command: input.commandId, begun: Date.now(), done: null };
    this.attempts.push(attempt);
    for (;;) {
      const answer = await this.call(procedure, input);
      // A report is answered when its row is written; its workflow begins in the background.
      if (answer && answer.status === 200 && (answer.state === 'applied' || answer.state === 'taken')) {
        attempt.done = Date.now();
        return 'applied';
      }
      if (answer && answer.status >= 400 && answer.status < 500 && answer.status !== 408) {
        attempt.done = Date.now();
        return { refused: answer.code ?? String(answer.status) };
      }
      await sleep(answer?.state === 'kept' ? 500 : 250);
    }
  }

  /** Undefined when nobody answered. */
  private async call(procedure: string, input: unknown) {
    try {
      const { status, text } = await send(`${this.webUrl}/api/trpc/${procedure}`, {
        method: 'POST',
        headers: { ...this.headers, 'content-type': 'application/json' },
        body: JSON.stringify(input),
      });
      const { result, error } = JSON.parse(text) as {
        result?: { data?: { state?: string } };
        error?: { data?: { domain?: { code?: string } } };
      };
      return { status, state: result?.data?.state, code: error?.data?.domain?.code };
    } catch {
      return undefined;
    }
  }
}

/** Everybody the stories need, in one rented house. */
export interface Cast {
  manager: Person;
  resident: Person;
  /** The first is reached by mail, the second by text. */
  firms: { contractor: string; person: Person }[];
  home: { building: string; unit: string };
  /** All acts so far. */
  attempts: Attempt[];
}

/** Makes the people and signs them in: the API must run. */
export async function makeCast(workspace: Workspace, webUrl: string): Promise<Cast> {
  const attempts: Attempt[] = [];
  const one = async (sql: string, params: unknown[]): Promise<string> => {
    const [row] = await workspace.query<{ id: string }>(sql, params);
    if (!row) throw new Error('nothing was inserted');
    return row.id;
  };
  const make = async (name: string, email: string, channel = 'mail', mobile: string | null = null) => {
    const id = await one(
      'insert into person (family_name, email, channel, mobile) values ($1, $2, $3, $4) returning id',
      [name, email, channel, mobile],
    );
    await createAccount(workspace, { personId: id, email, password: PASSWORD });
    return id;
  };
  const signIn = async (id: string, entrance: string, email: string) => {
    const { cookie } = await send(`${webUrl}/api/trpc/session.signIn`, {
      method: 'POST',
      headers: { origin: webUrl, 'content-type': 'application/json' },
      body: JSON.stringify({ entrance, email, password: PASSWORD }),
    });
    if (cookie === undefined) throw new Error('nobody could sign in');
    return new Person(id, webUrl, { origin: webUrl, cookie, 'x-entrance': entrance }, attempts);
  };
  const managerId = await make('Berger', 'm@chaos.invalid');
  await workspace.query(`insert into employee (person_id, function) values ($1, 'manager')`, [managerId]);
  const residentId = await make('Demir', 'r@chaos.invalid');
  const firmIds = [
    await make('Huber', 'h@chaos.invalid'),
    await make('Kunz', 'k@chaos.invalid', 'sms', '+491701234567'),
  ];
  const property = await one(
    `insert into property (number, name, management_type, federal_state, street, postal_code, city, report_code)
     values ('001', 'Lindenhof', 'ownStock', 'BW', 'Lindenhof 4', '70176', 'Stuttgart', 'lindenhof') returning id`,
    [],
  );
  const building = await one(
    `insert into building (property_id, name, street) values ($1, '4', 'Lindenhof 4') returning id`,
    [property],
  );
  const unit = await one(`insert into unit (building_id, number) values ($1, '1') returning id`, [building]);
  await workspace.query(
    `insert into tenancy (unit_id, person_id, role, valid_from) values ($1, $2, 'renter', '2020-01-01')`,
    [unit, residentId],
  );
  const firms: Cast['firms'] = [];
  for (const [n, id] of firmIds.entries()) {
    const contractor = await one(`insert into contractor (person_id, trades) values ($1, '{plumbing}') returning id`, [
      id,
    ]);
    firms.push({
      contractor,
      person: await signIn(id, 'contractors', n === 0 ? 'h@chaos.invalid' : 'k@chaos.invalid'),
    });
  }
  return {
    manager: await signIn(managerId, 'management', 'm@chaos.invalid'),
    resident: await signIn(residentId, 'residents', 'r@chaos.invalid'),
    firms,
    home: { building, unit },
    attempts,
  };
}
