import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeRevisions } from '../../activities/lifecycle/project.ts';
import { storedFile, ticketFacts } from '../../db/access.ts';
import { ticketLinkOf } from '../../db/links.ts';
import { storeCommand } from '../../db/queries/commands.ts';
import { World } from '../../domain/lifecycle/world.ts';
import type { Actor } from '../../domain/parties.ts';
import { builtinPolicy } from '../../domain/policy/builtin.ts';
import type { TicketCommand } from '../../domain/ticket/commands.ts';
import { person, startTestApi, type TestApi } from '../support/api.ts';

const password = 'Regen auf Dach 7';
const host = 'one.localhost';
const at = new Date().toISOString();
let api: TestApi;
let world: World;
/** Two flats of one house: Rita reported in the first, Fritz lives with her; Nora reported in the second. */
const ids = { rita: '', fritz: '', nora: '', mara: '', firm: '', property: '', unit: '', other: '' };
const tickets = { rita: randomUUID(), nora: randomUUID() };
const order = randomUUID();
const cookies = { rita: '', fritz: '', mara: '' };

/** What an act stored and its rules made of it, as worker and workflow would write it. */
let written: Promise<unknown> = Promise.resolve();
const record: ConstructorParameters<typeof World>[0] = ({ noun, id, command, outcome }) => {
  const { state, happenings, effects } = outcome;
  if (happenings.length === 0 && effects.length === 0) return;
  const messages = effects.filter((effect) => effect.kind === 'message');
  written = written.then(() => writeRevisions(api.one, noun, id, [{ command, state, happenings, messages }]));
};

async function act(ticket: string, actor: Actor, command: TicketCommand, text = '', files: string[] = []) {
  const id = randomUUID();
  const { type, ...facts } = command;
  const stored = { id, noun: 'ticket', subjectId: ticket, type, actor, at, facts } as const;
  await api.one.transaction((q) => storeCommand(q, { ...stored, words: { text }, files }));
  expect(world.actOnTicket(ticket, { id, actor, at, command })).toBeNull();
  await written;
  return id;
}

const resident = (id: string): Actor => ({ kind: 'person', id });
const desk = (): Actor => ({ kind: 'employee', id: ids.mara });
const signIn = async (email: string, entrance: string) =>
  (await api.call(host, 'session.signIn', { entrance, email, password })).cookie ?? '';
const page = async (cookie: string, id = tickets.rita) =>
  (await api.call(host, 'tickets.get', { id }, { kind: 'query', headers: { cookie } })).data as {
    acts: string[];
    forecast: { kind: string; to: { role: string } | null }[];
    waiting: { key: string; on: { name: string | null; you: boolean } }[];
    timeline: { kind: string; actor: { name: string | null } }[];
    orders: { contractorPhone: string | null }[];
  };

beforeAll(async () => {
  api = await startTestApi();
  const { one } = api;
  world = new World(record);
  ids.rita = await person(one, { email: 'rita@one.test', resident: true, password });
  ids.fritz = await person(one, { email: 'fritz@one.test', password });
  ids.nora = await person(one, { email: 'nora@one.test' });
  ids.mara = await person(one, { email: 'mara@one.test', employee: 'manager', password });
  await one.query(`update person set family_name = split_part(email, '@', 1)`);
  const firm = await person(one, { email: 'kurt@one.test', contractor: true });
  await one.query(`update person set mobile = '0170 555' where id = $1`, [firm]);
  const [contractor] = await one.query<{ id: string }>('select id from contractor where person_id = $1', [firm]);
  ids.firm = contractor?.id ?? '';
  const [place] = await one.query<{ property: string; building: string; unit: string }>(
    'select b.property_id as property, b.id as building, u.id as unit from building b join unit u on u.building_id = b.id',
  );
  ids.property = place?.property ?? '';
  ids.unit = place?.unit ?? '';
  const [other] = await one.query<{ id: string }>(
    `insert into unit (building_id, number) values ($1, '2') returning id`,
    [place?.building],
  );
  ids.other = other?.id ?? '';
  await one.query(
    `insert into tenancy (unit_id, person_id, role, valid_from) values ($1, $2, 'resident', '2020-01-01'),
     ($3, $4, 'renter', '2020-01-01')`,
    [ids.unit, ids.fritz, ids.other, ids.nora],
  );
  for (const [number, id, unit, reporter] of [
    ['V-1', tickets.rita, ids.unit, ids.rita],
    ['V-2', tickets.nora, ids.other, ids.nora],
  ] as const) {
    await one.query(
      `insert into ticket (id, number, property_id, building_id, unit_id, place, reporter_id, category, urgency, title,
         phase, policy_version, command_id, reported_at, changed_at)
       values ($1, $2, $3, $4, $5, 'unit', $6, 'water', 'normal', 'Es tropft', 'received', 1, gen_random_uuid(), $7, $7)`,
      [id, number, ids.property, place?.building, unit, reporter, at],
    );
    const { version: policy } = builtinPolicy;
    const fixed = { policy, urgency: 'normal', federalState: 'BE', category: 'water', place: 'unit' } as const;
    await act(id, resident(reporter), { type: 'report', ...fixed, reporter: resident(reporter), assignee: null });
  }
  cookies.rita = await signIn('rita@one.test', 'residents');
  cookies.fritz = await signIn('fritz@one.test', 'residents');
  cookies.mara = await signIn('mara@one.test', 'management');
});
afterAll(() => api.close());

describe('a flatmate', () => {
  test('does not answer what the reporter was asked', async () => {
    const question = await act(tickets.rita, desk(), { type: 'ask', to: { role: 'reporter' } }, 'Wo?');
    const answer = (cookie: string) =>
      api.call(
        host,
        'tickets.act',
        { ticketId: tickets.rita, commandId: randomUUID(), command: { type: 'answer', question }, text: 'Da' },
        { headers: { cookie } },
      );
    expect((await page(cookies.fritz)).acts).not.toContain('answer');
    expect((await page(cookies.rita)).acts).toContain('answer');
    expect((await answer(cookies.fritz)).code).toBe('forbidden');
    expect((await answer(cookies.rita)).code).toBeUndefined();
    await act(tickets.rita, resident(ids.rita), { type: 'answer', question }, 'Da');
  });

  test('learns what happens, not the names of the others', async () => {
    await act(tickets.rita, resident(ids.fritz), { type: 'note', visibility: 'visible' }, 'Noch immer');
    expect(JSON.stringify(await page(cookies.rita))).not.toContain('fritz');
    expect(JSON.stringify(await page(cookies.fritz))).not.toContain('rita');
    expect(JSON.stringify(await page(cookies.mara))).toContain('rita');
  });

  test('who wrote something and moved out is a stranger again', async () => {
    await act(tickets.rita, resident(ids.fritz), { type: 'ask', to: { role: 'management' } }, 'Wann?');
    expect((await ticketFacts(api.one, tickets.rita))?.addressedIds).not.toContain(ids.fritz);
    await act(tickets.rita, desk(), { type: 'ask', to: { role: 'person', id: ids.nora } }, 'Auch bei Ihnen?');
    expect((await ticketFacts(api.one, tickets.rita))?.addressedIds).toEqual([ids.nora]);
    expect(JSON.stringify((await page(cookies.rita)).waiting)).not.toContain(ids.nora);
  });
});

describe('files', () => {
  const upload = async (by: Actor) => {
    const [row] = await api.one.query<{ id: string }>(
      `insert into stored_file (sha256, media_type, bytes, name, uploaded_by) values ('a', 'image/png', 1, 'a', $1)
       returning id`,
      [JSON.stringify(by)],
    );
    return row?.id ?? '';
  };

  test("of others can't be hung on an act", async () => {
    const file = await upload(desk());
    const note = { type: 'note', visibility: 'visible' } as const;
    const input = { ticketId: tickets.rita, commandId: randomUUID(), command: note, text: 'x', files: [file] };
    const answer = await api.call(host, 'tickets.act', input, { headers: { cookie: cookies.rita } });
    expect(answer.code).toBe('notFound');
  });

  test('that come with words for one person are not for whoever is told that something happened', async () => {
    const file = await upload(desk());
    await act(tickets.nora, desk(), { type: 'forward', to: { role: 'person', id: ids.fritz } }, 'Vertraulich', [file]);
    const told = await api.one.query('select from timeline where file_id = $1 and kind = $2', [
      tickets.nora,
      'accepted',
    ]);
    expect(told.length).toBe(1);
    const audience = (await storedFile(api.one, file))?.audience;
    expect(audience).toContain(`person:${ids.fritz}`);
    expect(audience).not.toContain('reporter');
  });
});

describe('an order for two flats', () => {
  test('tells nobody when a neighbour is visited, and no number of a firm that has not said yes', async () => {
    await api.one.query(
      `insert into work_order (id, number, property_id, client, invoice_to, title, urgency, phase, policy_version,
         command_id, placed_at, changed_at)
       values ($1, 'A-1', $2, '{}', '{}', 'Beide', 'normal', 'joining', 1, gen_random_uuid(), $3, $3)`,
      [order, ids.property, at],
    );
    await api.one.query('insert into work_order_ticket values ($1, $2), ($1, $3)', [order, tickets.rita, tickets.nora]);
    const visits = [tickets.rita, tickets.nora].map((ticket) => ({
      id: randomUUID(),
      ticket,
      with: { role: 'reporter' } as const,
    }));
    const command = {
      type: 'place',
      policy: builtinPolicy.version,
      urgency: 'normal',
      federalState: 'BE',
      tickets: [tickets.rita, tickets.nora],
      contractors: [ids.firm],
      appointments: visits,
    } as const;
    const contractor: Actor = { kind: 'contractor', id: ids.firm };
    expect(
      world.actOnOrder(order, {
        id: randomUUID(),
        actor: desk(),
        at,
        command: { ...command, tickets: [...command.tickets], contractors: [...command.contractors] },
      }),
    ).toBeNull();
    await written;
    expect((await page(cookies.rita)).orders[0]?.contractorPhone).toBeNull();
    world.actOnOrder(order, { id: randomUUID(), actor: contractor, at, command: { type: 'accept' } });
    const starts = new Date(Date.now() + 20 * 86_400_000).toISOString();
    const ends = new Date(Date.now() + 20 * 86_400_000 + 3_600_000).toISOString();
    const slot = { id: randomUUID(), starts, ends };
    const nora = visits[1]?.id ?? '';
    const offer = { type: 'proposeSlots', appointment: nora, slots: [slot] } as const;
    world.actOnOrder(order, { id: randomUUID(), actor: contractor, at, command: { ...offer, slots: [slot] } });
    const pick = { type: 'pickSlot', appointment: nora, slot: slot.id } as const;
    expect(world.actOnOrder(order, { id: randomUUID(), actor: resident(ids.nora), at, command: pick })).toBeNull();
    await written;
    const ritas = await page(cookies.rita);
    expect(ritas.orders[0]?.contractorPhone).toBe('0170 555');
    expect(ritas.forecast.some(({ kind }) => kind === 'appointmentTomorrow')).toBe(false);
    expect(JSON.stringify(ritas)).not.toContain(starts.slice(0, 10));
  });
});

test('signs that no text can hold are a clear refusal', async () => {
  for (const text of ['a\u0000b', 'a\ud800b']) {
    const note = { type: 'note', visibility: 'visible' } as const;
    const input = { ticketId: tickets.rita, commandId: randomUUID(), command: note, text };
    const answer = await api.call(host, 'tickets.act', input, { headers: { cookie: cookies.rita } });
    expect(answer).toMatchObject({ status: 400, code: 'badInput' });
  }
});

describe('a firm that is asked about a ticket without an order', () => {
  const linkOf = async () => ({
    'x-link': (await ticketLinkOf(api.one, tickets.nora, { kind: 'contractor', id: ids.firm })) ?? '',
  });
  const seen = async () => api.call(host, 'tickets.get', { id: null }, { kind: 'query', headers: await linkOf() });
  const answer = async (command: object) =>
    api.call(
      host,
      'tickets.act',
      { ticketId: tickets.nora, commandId: randomUUID(), command, text: 'Ja' },
      { headers: await linkOf() },
    );

  test('sees it through its link only once it was asked, without who lives there, and may answer and nothing else', async () => {
    await act(tickets.nora, resident(ids.nora), { type: 'note', visibility: 'visible' }, 'Klingeln Sie bei Nora');
    expect((await seen()).code).toBe('notFound');
    const to = { role: 'contractor', id: ids.firm } as const;
    const question = await act(tickets.nora, desk(), { type: 'ask', to }, 'Wartet Ihr Betrieb die Anlage?');
    const { data } = await seen();
    expect(data).toMatchObject({
      acts: ['answer'],
      audience: 'involved',
      reporter: null,
      orders: [],
      accessWishes: '',
    });
    expect(JSON.stringify(data)).toContain('Wartet Ihr Betrieb');
    expect(JSON.stringify(data)).not.toContain('Klingeln');
    expect(JSON.stringify(data)).not.toContain('nora');
    for (const command of [
      { type: 'note', visibility: 'visible' },
      { type: 'ask', to: { role: 'management' } },
      { type: 'withdraw' },
      { type: 'accept' },
    ])
      expect((await answer(command)).code, command.type).toBe('forbidden');
    expect((await answer({ type: 'answer', question: randomUUID() })).code).not.toBe('forbidden');
    expect((await answer({ type: 'answer', question })).code).toBeUndefined();
    // A firm that only works on an order of a ticket does not come by this way.
    const stranger = await ticketLinkOf(api.one, tickets.rita, { kind: 'contractor', id: ids.firm });
    const other = { kind: 'query', headers: { 'x-link': stranger ?? '' } } as const;
    expect((await api.call(host, 'tickets.get', { id: null }, other)).code).toBe('notFound');
  });
});
