import { randomUUID } from 'node:crypto';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sayAct } from '../../api/privacy/acts.ts';
import { sayCode } from '../../api/privacy/codes.ts';
import { columnWords, kindWords, tableWords } from '../../api/privacy/words.ts';
import { holdings, listed } from '../../db/privacy/holdings.ts';
import { appointmentStatuses } from '../../domain/appointments/rules.ts';
import { campaignCommand } from '../../domain/campaign/commands.ts';
import { masterTables } from '../../domain/import/tables.ts';
import { matters, templates } from '../../domain/lifecycle/outcome.ts';
import { dataKinds } from '../../domain/privacy/retention.ts';
import { projectCommand } from '../../domain/project/commands.ts';
import { trades } from '../../domain/report/categories.ts';
import { EMPLOYEE_FUNCTIONS } from '../../domain/roles.ts';
import { ticketCommand } from '../../domain/ticket/commands.ts';
import { ticketOutcomes, ticketPhases } from '../../domain/ticket/state.ts';
import { orderCommand } from '../../domain/workOrder/commands.ts';
import { orderOutcomes, orderPhases } from '../../domain/workOrder/state.ts';
import { person, startTestApi, type TestApi } from '../support/api.ts';

const password = 'Regen auf Dach 7';
const AT = 'one.localhost';
let api: TestApi;
let manager: Record<string, string>;
let anna: Record<string, string>;
let annaId: string;

beforeAll(async () => {
  api = await startTestApi();
  const { one } = api;
  const cookie = async (email: string, entrance: string) => {
    const signedIn = await api.call(AT, 'session.signIn', { entrance, email, password });
    return { cookie: signedIn.cookie ?? '', 'x-entrance': entrance };
  };
  await person(one, { email: 'chef@one.test', employee: 'manager', password });
  annaId = await person(one, { email: 'anna@one.test', resident: true, password });
  await one.query(
    `update person set given_name = 'Anna', family_name = 'Berger', phone = '030 1234567' where id = $1`,
    [annaId],
  );
  const [home] = await one.query<{ unit: string; property: string; building: string }>(
    `select u.id as unit, b.property_id as property, b.id as building from tenancy t join unit u on u.id = t.unit_id
     join building b on b.id = u.building_id where t.person_id = $1`,
    [annaId],
  );
  const ticket = randomUUID();
  await one.query(
    `insert into ticket (id, number, property_id, building_id, unit_id, place, reporter_id, category, urgency, title,
       description, answers, phase, policy_version, command_id, reported_at, changed_at)
     values ($1, 'V-1', $2, $3, $4, 'unit', $5, 'water', 'normal', 'Hahn tropft', 'Im Bad', $6, 'received', 1,
       gen_random_uuid(), now(), now())`,
    [
      ticket,
      home?.property,
      home?.building,
      home?.unit,
      annaId,
      JSON.stringify([{ question: 'what', answer: 'drips' }]),
    ],
  );
  await one.query('insert into file_head (file_id) values ($1)', [ticket]);
  const entry = async (seq: number, audience: string, text: string) =>
    one.query(
      `insert into timeline (file_id, seq, at, kind, noun, subject_id, revision, actor, audience, body, salt, body_hash,
         prev_hash, hash) values ($1, $2, now(), 'noted', 'ticket', $1, 1, '{"kind": "system"}', $3, $4, '', '', '', '')`,
      [ticket, seq, `{${audience}}`, JSON.stringify({ facts: {}, words: { text } })],
    );
  await entry(1, 'reporter', 'Der Klempner kommt am Montag');
  await entry(2, 'management', 'Interne Bemerkung');
  [manager, anna] = [await cookie('chef@one.test', 'management'), await cookie('anna@one.test', 'residents')];
});
afterAll(() => api.close());

const act = (procedure: string, input: unknown, headers: Record<string, string>) =>
  api.call(AT, `privacy.${procedure}`, input, { headers });
const asked = <Data>(procedure: string, input: unknown, headers: Record<string, string>) =>
  api.call<Data>(AT, `privacy.${procedure}`, input, { kind: 'query', headers });
const copy = (id: string, ending: 'pdf' | 'json', headers: Record<string, string>) =>
  api.send(AT, `/api/privacy/${id}/copy.${ending}`, { headers });
const state = async (id: string) =>
  (await api.one.query<{ state: string }>('select state from privacy_request where id = $1', [id]))[0]?.state;

async function words(pdf: Buffer): Promise<string> {
  const document = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise;
  let text = '';
  for (let n = 1; n <= document.numPages; n += 1)
    text += (await (await document.getPage(n)).getTextContent()).items
      .map((each) => ('str' in each ? each.str : ''))
      .join(' ');
  return text;
}

test('a person asks in the portal, the office releases, and what is stored is handed out complete, with proof', async () => {
  const id = randomUUID();
  expect((await act('ask', { id, kind: 'access' }, anna)).status).toBe(200);
  // A second click, and a second request while one runs.
  expect((await act('ask', { id, kind: 'access' }, anna)).status).toBe(200);
  expect((await act('ask', { id: randomUUID(), kind: 'access' }, anna)).code).toBe('requestRunning');
  expect((await copy(id, 'json', anna)).status).toBe(404);
  const looked = await copy(id, 'json', manager);
  expect(looked.status).toBe(200);
  expect(await state(id)).toBe('open');

  expect((await act('release', { id, withoutInternal: false }, manager)).status).toBe(200);
  const got = await copy(id, 'json', anna);
  expect(got.status).toBe(200);
  const { person: who, stored, retention, names } = JSON.parse(got.body.toString());
  expect(who.name).toBe('Anna Berger');
  const tables = (stored as { table: string }[]).map(({ table }) => table);
  expect(tables).toEqual(
    expect.arrayContaining([
      'account',
      'account_session',
      'person',
      'tenancy',
      'ticket',
      'timeline',
      'privacy_request',
    ]),
  );
  const text = got.body.toString();
  for (const said of ['030 1234567', 'Hahn tropft', 'Im Bad', 'Der Klempner kommt am Montag', 'Interne Bemerkung'])
    expect(text).toContain(said);
  // Nothing that would open a door.
  expect(text).not.toMatch(/argon2|"token"|"password"|"secret"|_hash/);
  expect(retention).toContainEqual({ kind: 'matters', ground: expect.stringContaining('§ 147'), years: 6 });
  expect(Object.values(names)).toContain('V-1');
  expect(await state(id)).toBe('handedOver');

  const pdf = await copy(id, 'pdf', anna);
  const read = await words(pdf.body);
  for (const said of ['Auskunft nach Art. 15 DSGVO', 'Anna Berger', 'Hahn tropft', 'Ihre Rechte', 'Art. 77', '6 Jahre'])
    expect(read).toContain(said);
  // Codes are said as the pages say them: what the office never wrote nobody has to read.
  for (const said of ['Wasser', 'Hahn, Rohr oder Spülung tropft', 'Eingegangen', 'In der Wohnung', 'Mieter', 'Deutsch'])
    expect(read).toContain(said);
  expect(read).not.toMatch(/\b(water|drips|received|unit|renter|residents|credential|signedIn|reporter|access)\b/);
  const proofs = await api.one.query<{ actor: { kind: string }; after: { sha256: string } }>(
    `select actor, after from audit where what = 'privacy.copy' and after ->> 'request' = $1 order by id`,
    [id],
  );
  expect(proofs.map(({ actor }) => actor.kind)).toEqual(['employee', 'person', 'person']);
  expect(proofs.every(({ after }) => /^[0-9a-f]{64}$/.test(after.sha256))).toBe(true);

  await api.one.query(`update privacy_request set available_until = now() - interval '1 second' where id = $1`, [id]);
  expect((await copy(id, 'pdf', anna)).status).toBe(404);
});

test('internal notes can be left out where they touch others; a copy goes to nobody else', async () => {
  const id = randomUUID();
  await act('ask', { id, kind: 'access' }, anna);
  await act('release', { id, withoutInternal: true }, manager);
  const nils = await person(api.one, { email: 'nils@one.test', resident: true, password });
  const signedIn = await api.call(AT, 'session.signIn', { entrance: 'residents', email: 'nils@one.test', password });
  expect((await copy(id, 'json', { cookie: signedIn.cookie ?? '' })).status).toBe(404);
  expect((await copy(id, 'json', {})).status).toBe(401);
  const text = (await copy(id, 'json', anna)).body.toString();
  expect(text).not.toContain('Interne Bemerkung');
  expect(text).not.toContain(nils);
  expect(text).toContain('Der Klempner kommt am Montag');
});

describe('the office', () => {
  const entered = async (kind: string, more: object = {}) => {
    const id = randomUUID();
    const personId = await person(api.one, { email: `${id}@one.test` });
    const input = { id, kind, personId, receivedOn: '2026-11-02', way: 'letter', identity: null, ...more };
    return { id, personId, answer: await act('enter', input, manager) };
  };

  test('enters what came by letter; the month counts from its receipt and is extended once, with a reason', async () => {
    const { id, personId } = await entered('access', { receivedOn: '2026-11-25' });
    const due = async () =>
      (await asked<{ requests: { dueOn: string }[] }>('ofPerson', { personId }, manager)).data?.requests[0]?.dueOn;
    expect(await due()).toBe('2026-12-25');
    expect((await act('extend', { id, months: 2, reason: '' }, manager)).code).toBe('reasonNeeded');
    await api.one.query(
      'update privacy_request set due_on = berlin_today() + 3, received_on = berlin_today() - 27 where id = $1',
      [id],
    );
    expect((await act('extend', { id, months: 2, reason: 'Viele Vorgänge' }, manager)).status).toBe(200);
    expect((await act('extend', { id, months: 1, reason: 'Noch mehr' }, manager)).code).toBe('notAllowedNow');
  });

  test('can not extend a period that is over, nor enter what comes tomorrow', async () => {
    const { id } = await entered('access');
    await api.one.query('update privacy_request set due_on = berlin_today() - 1 where id = $1', [id]);
    expect((await act('extend', { id, months: 1, reason: 'Zu spät' }, manager)).code).toBe('notAllowedNow');
    expect((await entered('access', { receivedOn: '2999-01-01' })).answer).toMatchObject({
      code: 'badInput',
      details: { field: 'receivedOn' },
    });
    expect((await entered('access', { personId: randomUUID() })).answer.code).toBe('notFound');
  });

  test('hands out and erases only once it knows who asks', async () => {
    const access = await entered('access');
    expect((await act('release', { id: access.id, withoutInternal: false }, manager)).code).toBe('identityNeeded');
    expect((await act('handOver', { id: access.id, on: '2026-11-03', by: 'letter' }, manager)).code).toBe(
      'identityNeeded',
    );
    expect((await act('identify', { id: access.id, identity: 'idCard' }, manager)).status).toBe(200);
    expect((await act('handOver', { id: access.id, on: '2026-11-03', by: 'letter' }, manager)).status).toBe(200);
    expect((await act('release', { id: access.id, withoutInternal: false }, manager)).code).toBe('notAllowedNow');
    const erasure = await entered('erasure');
    expect((await act('erase', { id: erasure.id }, manager)).code).toBe('identityNeeded');
    expect((await act('release', { id: erasure.id, withoutInternal: false }, manager)).code).toBe('identityNeeded');
  });

  test('begins to erase at its word, once', async () => {
    const { id } = await entered('erasure', { identity: 'idCard' });
    expect((await act('erase', { id }, manager)).status).toBe(200);
    expect(await state(id)).toBe('erasing');
    expect((await act('erase', { id }, manager)).code).toBe('notAllowedNow');
  });

  test('has nothing more to do where the person takes it back; nobody else can', async () => {
    await person(api.one, { email: 'willi@one.test', resident: true, password });
    const entrance = 'residents';
    const signedIn = await api.call(AT, 'session.signIn', { entrance, email: 'willi@one.test', password });
    const willi = { cookie: signedIn.cookie ?? '', 'x-entrance': entrance };
    const id = randomUUID();
    await act('ask', { id, kind: 'erasure' }, willi);
    expect((await act('withdraw', { id }, anna)).code).toBe('notFound');
    expect((await act('withdraw', { id }, willi)).status).toBe(200);
    expect(await state(id)).toBe('withdrawn');
    expect((await act('erase', { id }, manager)).code).toBe('notAllowedNow');
  });

  test('refuses with a reason that the person reads', async () => {
    const id = randomUUID();
    await act('ask', { id, kind: 'erasure' }, anna);
    expect((await act('refuse', { id, reason: 'Ihr Mietvertrag läuft noch' }, manager)).status).toBe(200);
    const mine = await asked<{ id: string; state: string; reason: string }[]>('mine', undefined, anna);
    expect(mine.data?.find((each) => each.id === id)).toMatchObject({
      state: 'refused',
      reason: 'Ihr Mietvertrag läuft noch',
    });
    expect((await act('withdraw', { id }, anna)).code).toBe('notAllowedNow');
  });

  test('sees before erasing what goes and what stays until when and why; a hold keeps it all', async () => {
    type Seen = { lines: { kind: string; does: string; why: string | null }[] };
    const seen = async () => (await asked<Seen>('ofPerson', { personId: annaId }, manager)).data?.lines ?? [];
    const fates = (lines: Seen['lines']) => Object.fromEntries(lines.map(({ kind, does, why }) => [kind, why ?? does]));
    expect(fates(await seen())).toMatchObject({
      account: 'delete',
      homes: 'running',
      matters: 'running',
      contact: 'running',
      identity: 'needed',
      record: 'delete',
    });
    const id = randomUUID();
    expect((await act('setHold', { id, personId: annaId, reason: '', until: null }, manager)).code).toBe(
      'reasonNeeded',
    );
    expect((await act('setHold', { id, personId: annaId, reason: 'Klage', until: '2020-01-01' }, manager)).code).toBe(
      'datePast',
    );
    expect((await act('setHold', { id, personId: annaId, reason: 'Klage', until: null }, manager)).status).toBe(200);
    expect(new Set(Object.values(fates(await seen())))).toEqual(new Set(['hold']));
    expect((await act('liftHold', { id }, manager)).status).toBe(200);
    expect((await act('liftHold', { id }, manager)).code).toBe('notFound');
    expect(fates(await seen()).account).toBe('delete');
  });

  test('answers only where it administrates every property', async () => {
    const clerk = await person(api.one, { email: 'clara@one.test', employee: 'clerk', password });
    const part = await person(api.one, { email: 'paul@one.test', employee: 'manager', password });
    await api.one.query('update employee set all_properties = false where person_id = $1', [part]);
    for (const email of ['clara@one.test', 'paul@one.test']) {
      const signedIn = await api.call(AT, 'session.signIn', { entrance: 'management', email, password });
      const headers = { cookie: signedIn.cookie ?? '' };
      expect((await asked('list', undefined, headers)).code).toBe('forbidden');
      expect((await asked('ofPerson', { personId: annaId }, headers)).code).toBe('forbidden');
      expect(
        (await act('setHold', { id: randomUUID(), personId: clerk, reason: 'Klage', until: null }, headers)).code,
      ).toBe('forbidden');
    }
  });
});

test('every code that a copy can hold is said in words, in both languages', async () => {
  // What the database itself allows, by its checks, and what the rules know.
  const checks = await api.one.query<{ table: string; column: string; check: string }>(
    `select c.conrelid::regclass::text as "table", a.attname as "column", pg_get_constraintdef(c.oid) as "check"
     from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
     where c.contype = 'c' and c.connamespace = 'public'::regnamespace`,
  );
  const allowed = checks.flatMap(({ table, column, check }) =>
    (new RegExp(`\\(${column} = ANY \\(\\(?ARRAY\\[([^\\]]*)`).exec(check)?.[1] ?? '')
      .split(',')
      .flatMap((word) => /'(\w+)'/.exec(word)?.[1] ?? [])
      .map((code) => [table, column, code] as const),
  );
  const given = ({ data, facts }: { data?: string; facts?: string }) => [...listed(data), ...listed(facts)];
  const known = allowed.filter(
    ([table, column]) => holdings[table]?.of !== undefined && given(holdings[table] ?? {}).includes(column),
  );
  expect(known.length).toBeGreaterThan(60);
  const each = (table: string, column: string, codes: readonly string[]) =>
    codes.map((code) => [table, column, code] as const);
  const types = [ticketCommand, orderCommand, projectCommand, campaignCommand].flatMap(({ options }) =>
    options.flatMap(({ shape }) => [...shape.type.values]),
  );
  const all = [
    ...known,
    ...each('ticket', 'phase', ticketPhases),
    ...each('ticket', 'outcome', ticketOutcomes),
    ...each('work_order', 'phase', orderPhases),
    ...each('work_order', 'outcome', orderOutcomes),
    ...each('work_order', 'urgency', ['emergency', 'urgent', 'normal']),
    ...each('appointment', 'status', appointmentStatuses),
    ...each('message', 'template', templates),
    ...each('message', 'channel', ['mail', 'sms', 'fax', 'letter', 'none']),
    ...each('message', 'role', ['management', 'employee', 'onCall', 'managers', 'reporter', 'owner', 'advisoryBoard']),
    ...each('message', 'role', ['person', 'contractor', 'follower', 'participants', 'silent', 'reader']),
    ...each('timeline', 'noun', matters),
    ...each('timeline', 'audience', ['management', 'reporter', `person:${annaId}`, `contractor:${annaId}`]),
    ...each('contractor', 'trades', trades),
    ...each('preferred_contractor', 'trade', trades),
    ...each('employee', 'function', EMPLOYEE_FUNCTIONS),
    ...each('employee_role', 'role', EMPLOYEE_FUNCTIONS),
    ...each('import_row', 'tbl', masterTables),
    // Inside of columns: what the record of changes and rows of files tell.
    ...each('invoice_to', 'kind', ['ownersAssociation', 'owner', 'landlord', 'workspace']),
    ...each('roles', 'role', EMPLOYEE_FUNCTIONS),
    ...each('before', 'kind', ['natural', 'company']),
    ...each('after', 'active', ['yes', 'no']),
    ...each('account_credential', 'provider_id', ['credential']),
  ];
  // No code is a German word, and what has German words has English ones.
  for (const [table, column, code] of all)
    expect([table, column, sayCode(table, column, code, 'de')]).not.toEqual([table, column, code]);
  for (const type of types) expect([type, typeof sayAct(type, 'de')]).toEqual([type, 'string']);
});

test('everything that a copy can hold is called by words in both languages', () => {
  for (const [table, { of, data, facts }] of Object.entries(holdings)) {
    if (of === undefined) continue;
    expect(tableWords[table]?.length, table).toBe(2);
    for (const column of [...listed(data), ...listed(facts)]) expect(columnWords[column]?.length, column).toBe(2);
  }
  for (const kind of dataKinds) expect(kindWords[kind].title.length).toBe(2);
});
