import { AsyncLocalStorage } from 'node:async_hooks';
import { appendFileSync } from 'node:fs';
import pg from 'pg';
import { installationRouter } from '../../api/installation/router.ts';
import { appRouter } from '../../api/router.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { type Change, marked, untold } from './changes.ts';
import { unrecorded } from './unrecorded.ts';

/** What a mutation that is under way has written so far. */
interface Done {
  /** Its name and which call of it. */
  call: string;
  tables: Set<string>;
  /** Parameters of the statements that told of it. */
  evidence: string[];
}
const during = new AsyncLocalStorage<Done>();
const WATCHED = Symbol.for('procsm.watched');

/** Counters of tries: of these nobody is told. */
const COUNTERS = ['rate_limit', 'sign_in_failure', 'operator_failure'];
const WRITING = /\b(?:insert\s+into|delete\s+from)\s+"?(\w+)|\bupdate\s+"?(\w+)"?(?:\s+(?:as\s+)?\w+)?\s+set\b/gi;
/** An entry of the audit, or a command: stored by one of the database's functions or as its own row. */
const EVIDENCE =
  /insert into (?:audit|operator_audit|command)\b|\b(?:store_command|take_commands?|take_reports?|take_undoable|open_campaign)\(/i;

/** Mutations that changed something of which neither the audit nor a command tells, with what they changed. */
const silent = new Map<string, string>();
const carriedOut = new Set<string>();
let calls = 0;

type Call = { ctx?: { viewer?: { kind: string } } };
type Procedure = ((call: Call) => Promise<unknown>) & { _def: { type: string } };
type Statement = { text: string; values?: unknown[]; name?: string };

/** The mutations of both routers. */
export const mutations: readonly string[] = [...routers()].flatMap(([prefix, procedures]) =>
  Object.entries(procedures).flatMap(([name, { _def }]) => (_def.type === 'mutation' ? [`${prefix}${name}`] : [])),
);

function routers(): [string, Record<string, Procedure>][] {
  return [
    ['', appRouter._def.procedures as unknown as Record<string, Procedure>],
    ['installation: ', installationRouter._def.procedures as unknown as Record<string, Procedure>],
  ];
}

/** Looks from now on at what every mutation of this process writes. */
export function watchMutations(): void {
  if (Object.hasOwn(pg.Client.prototype, WATCHED)) return;
  const query = pg.Client.prototype.query as (...asked: unknown[]) => unknown;
  Object.assign(pg.Client.prototype, {
    [WATCHED]: true,
    query(this: pg.Client, ...asked: unknown[]) {
      const done = during.getStore();
      const statement = done && statementIn(asked);
      if (!done || !statement) return query.apply(this, asked);
      const { text, values } = statement;
      if (EVIDENCE.test(text)) done.evidence.push(JSON.stringify(Array.isArray(values) ? values : []));
      // What is said again and is there already writes nothing.
      const note = (result?: pg.QueryResult) => {
        if (result?.rowCount) noteWritten(done, text);
      };
      const answer = query.apply(this, noting(tagged(asked, statement, marked(text, done.call)), note));
      if (answer instanceof Promise) answer.then(note, () => {});
      return answer;
    },
  });
  for (const [prefix, procedures] of routers())
    for (const [name, procedure] of Object.entries(procedures))
      if (procedure._def.type === 'mutation') procedures[name] = watched(`${prefix}${name}`, procedure);
}

function statementIn([first, values]: unknown[]): Statement | undefined {
  const given = typeof first === 'string' ? { text: first, values } : first;
  const { text, submit } = (given ?? {}) as { text?: unknown; submit?: unknown };
  return typeof text === 'string' && submit === undefined ? (given as Statement) : undefined;
}

/** The same question with another text; not prepared then, since its name is the other text's. */
function tagged(asked: unknown[], { name: _, ...statement }: Statement, text: string): unknown[] {
  const [first, ...rest] = asked;
  if (text === statement.text) return asked;
  return [typeof first === 'string' ? text : { ...statement, text }, ...rest];
}

/** The same question whose answer is noted first, where it is asked with a callback. */
function noting(asked: unknown[], note: (result?: pg.QueryResult) => void): unknown[] {
  const told = asked.at(-1);
  if (typeof told !== 'function') return asked;
  const noted = (error: unknown, result?: pg.QueryResult) => {
    note(result);
    told(error, result);
  };
  return [...asked.slice(0, -1), noted];
}

function noteWritten(done: Done, sql: string): void {
  for (const [, written, updated] of sql.matchAll(WRITING)) {
    const table = (written ?? updated ?? '').toLowerCase();
    if (!COUNTERS.includes(table)) done.tables.add(table);
  }
}

/** The procedure, looked at while it works. */
export function watched(name: string, procedure: Procedure): Procedure {
  const call = async (asked: Call) => {
    calls += 1;
    const done: Done = { call: `${name}#${calls}`, tables: new Set(), evidence: [] };
    const answer = await during.run(done, () => procedure(asked));
    judge(name, asked.ctx?.viewer?.kind ?? '', done);
    return answer;
  };
  return Object.assign(call, procedure);
}

function judge(name: string, viewer: string, { tables, evidence }: Done): void {
  const isUnrecorded = Object.hasOwn(unrecorded, name);
  if (isUnrecorded || evidence.length > 0) noteCarriedOut(name);
  if (isUnrecorded) return;
  if (evidence.length === 0 && tables.size > 0)
    silent.set(name, `writes ${[...tables].sort().join(', ')} and tells nobody`);
  const byLink = viewer.endsWith('Link');
  if (byLink && evidence.length > 0 && !evidence.some((told) => told.includes(viewer) || told.includes('"link"')))
    silent.set(name, `does not tell that it was done by a ${viewer}`);
}

/** The mutations that are not among these lines. */
export function missingAmong(lines: string): string[] {
  const done = new Set(lines.split('\n'));
  return mutations.filter((name) => !done.has(name));
}

/** Tells the run, which looks at its end what nobody has carried out (test/api/total.test.ts). */
function noteCarriedOut(name: string): void {
  const path = process.env.TEST_CARRIED_OUT;
  if (!path || carriedOut.has(name)) return;
  carriedOut.add(name);
  appendFileSync(path, `${name}\n`);
}

/**
 * Throws when a mutation that was carried out since the last time left no trace of who did it, or a trace of nobody, or
 * changed what is there without telling what was there before.
 */
export async function assertEvidence(workspaces: readonly Pick<Workspace, 'query'>[]): Promise<void> {
  const faults = [...silent].map(([name, fault]) => `${name} ${fault}`);
  silent.clear();
  for (const workspace of workspaces) {
    for (const table of ['audit', 'command']) {
      const rows = await workspace.query<{ what: string }>(
        `select distinct ${table === 'audit' ? 'what' : 'type'} as what from ${table}
         where actor ->> 'kind' is null or (actor ->> 'kind' <> 'system' and actor ->> 'id' is null)`,
      );
      faults.push(...rows.map(({ what }) => `${table} ${what} names nobody`));
    }
    faults.push(...untold(await workspace.query<Change>('delete from changes.change returning call, name, old, new')));
  }
  if (faults.length > 0) throw new Error(faults.join('\n'));
}
