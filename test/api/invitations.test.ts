import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { invitationActivities } from '../../activities/invitation/run.ts';
import { loadInvitationContexts } from '../../activities/mail/invitation.ts';
import { invitationToken, printSealing, proofCode } from '../../db/invitation-secrets.ts';
import { beginRound } from '../../db/queries/invitations.ts';
import { keepLetterhead } from '../../db/queries/letterhead.ts';
import type { InvitationScope } from '../../domain/invitation/scope.ts';
import type { InvitationChoice } from '../../domain/invitation/way.ts';
import { toInstant } from '../../domain/time/berlin.ts';
import { person, startTestApi, type TestApi } from '../support/api.ts';
import { pagesOf } from '../support/pdf-pages.ts';

const HOST = 'one.localhost';
const password = 'Regen auf Dach 7';
const chosen = 'Wind im Garten 9';
let api: TestApi;
let office: { cookie: string };
let clerk: string;
let property: string;

type Plan = {
  people: {
    personId: string;
    name: string;
    entrance: 'residents';
    way: 'mail' | 'letter' | null;
    why: string | null;
  }[];
  fingerprint: string;
};
const ask = <Data>(name: string, input?: unknown, headers: Record<string, string> = office) =>
  api.call<Data>(HOST, name, input, { kind: 'query', headers });
const act = <Data>(name: string, input: unknown, headers: Record<string, string> = office) =>
  api.call<Data>(HOST, name, input, { headers });
const plan = async (scope: InvitationScope, choice: InvitationChoice = 'best') => {
  const planned = await ask<Plan>('invitations.preview', { scope, choice });
  expect(planned).toMatchObject({ status: 200 });
  return planned.data as Plan;
};

const activities = () =>
  invitationActivities({
    currentWorkspace: async () => api.one,
    addressOf: () => 'https://one.example',
    wakeMailroom: () => {},
    beat: () => {},
  });

/** Sends a round as the API does, with its first step carried out: there is no engine here. */
async function sent(people: Plan['people']): Promise<string> {
  const id = randomUUID();
  const invited = people.flatMap(({ personId, way }) =>
    way ? [{ personId, way, entrance: 'residents' as const, propertyId: property, unitId: null }] : [],
  );
  await api.one.transaction((q) =>
    beginRound(q, {
      id,
      scope: { kind: 'all' },
      invited,
      by: clerk,
      actor: { kind: 'employee', id: clerk },
      at: toInstant(Date.now()),
    }),
  );
  expect(await activities().prepareRound({ id })).toMatchObject({ state: 'prepared' });
  return id;
}

async function renter(familyName: string, email: string | null, unit: string): Promise<string> {
  const [row] = await api.one.query<{ id: string }>(
    `with p as (insert into person (given_name, family_name, email) values ('', $1, $2) returning id),
     b as (insert into building (property_id, name, street) values ($3, 'Haus ' || $4, 'Weg ' || $4) returning id),
     u as (insert into unit (building_id, number) select id, $4 from b returning id)
     insert into tenancy (unit_id, person_id, role, valid_from) select u.id, p.id, 'renter', '2020-01-01' from u, p
     returning person_id as id`,
    [familyName, email, property, unit],
  );
  return row?.id ?? '';
}

const invitationOf = async (personId: string) =>
  (
    await api.one.query<{ id: string; state: string; code_hash: string | null }>(
      'select id, state, code_hash from invitation where person_id = $1 order by made_at desc limit 1',
      [personId],
    )
  )[0];

/** The codes of a round's print file, in its order. */
async function codesOf(id: string): Promise<{ pages: string[]; codes: string[] }> {
  const answer = await api.send(HOST, `/api/invitations/${id}.pdf`, { headers: office });
  expect(answer.status).toBe(200);
  const pages = await pagesOf(answer.body);
  return { pages, codes: pages.flatMap((page) => /^\w{4}-\w{4}-\w{4}$/m.exec(page)?.[0] ?? []) };
}

const open = (secret: string) => act<{ opened: string; email: string | null }>('invitations.open', { secret }, {});

/** Forgets the tries so far: only one test is about them. */
const forgetTries = () => api.one.query('delete from rate_limit');

beforeAll(async () => {
  api = await startTestApi();
  clerk = await person(api.one, { email: 'clerk@one.test', employee: 'manager', password });
  const { cookie } = await api.call(HOST, 'session.signIn', {
    entrance: 'management',
    email: 'clerk@one.test',
    password,
  });
  office = { cookie: cookie ?? '' };
  const [row] = await api.one.query<{ id: string }>(
    `insert into property (number, name, management_type, federal_state, street, postal_code, city, report_code)
     values ('7', 'Lindenhof', 'rental', 'BE', 'Weg 1', '10115', 'Berlin', 'lindenhof') returning id`,
  );
  property = row?.id ?? '';
  await keepLetterhead(api.one, { name: 'Hausverwaltung Eins', street: 'Amt 1', postalCode: '10115', city: 'Berlin' });
});
afterAll(() => api.close());

test('the preview names who gets what and who can’t be reached, and without the engine nothing is sent', async () => {
  const ways = [await renter('Mail', 'mail@ein.test', '10'), await renter('Brief', null, '2')];
  await person(api.one, { email: 'da@ein.test', resident: true, password });
  const planned = await plan({ kind: 'property', id: property });
  expect(planned.people.map(({ personId, way }) => [personId, way])).toEqual([
    [ways[1], 'letter'],
    [ways[0], 'mail'],
  ]);
  const named = await plan({ kind: 'people', ids: [clerk] });
  expect(named.people).toMatchObject([{ way: null, why: 'hasAccount' }]);
  const scope = { kind: 'property', id: property };
  const wanted = { id: randomUUID(), scope, choice: 'best' };
  expect((await act('invitations.send', { ...wanted, fingerprint: 'old' })).code).toBe('changedMeanwhile');
  expect((await act('invitations.send', { ...wanted, fingerprint: planned.fingerprint })).code).toBe('unavailable');
  expect(await api.one.query('select 1 from invitation')).toEqual([]);
});

test('a letter’s code lets in once, proves no address by itself, and is nowhere but in the print file until it is posted', async () => {
  const who = await renter('Ohne Mail', null, '3');
  const [planned] = (await plan({ kind: 'people', ids: [who] })).people;
  const round = await sent(planned ? [planned] : []);
  const { pages, codes } = await codesOf(round);
  const [code = ''] = codes;
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
  expect(pages[0]).toContain('Ohne Mail');
  const plain = code.replaceAll('-', '');
  const stored = JSON.stringify([
    await api.one.query(`select *, encode(print_file, 'escape') as file from invitation_round`),
    await api.one.query('select * from invitation'),
    await api.one.query('select * from message'),
  ]);
  expect(stored).not.toContain(plain);
  expect((await invitationOf(who))?.code_hash).toMatch(/^\$argon2id\$/);

  // As somebody types it: in lower case, with blanks, O for 0.
  const typed = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
  const opened = (await open(typed)).data;
  expect(opened).toMatchObject({ email: null });
  const redeem = (given: object) =>
    act<{ entrance: string }>('invitations.redeem', { opened: opened?.opened, password: chosen, ...given }, {});
  expect((await redeem({})).code).toBe('codeWrong');
  const email = 'neu@ein.test';
  expect((await act('invitations.proveEmail', { opened: opened?.opened, email }, {})).status).toBe(200);
  const [proof] = await api.one.query<{ id: string; message: string }>(
    `select f.id, m.id as message from invitation_proof f join message m on m.subject_id = f.id`,
  );
  const mail = (await loadInvitationContexts(api.one, 'https://one.example', [proof?.message ?? ''])).get(
    proof?.message ?? '',
  );
  expect(mail).toMatchObject({ email, code: proofCode(api.one.key, proof?.id ?? '') });
  const right = { proof: { email, code: proofCode(api.one.key, proof?.id ?? '') } };
  expect((await redeem({ proof: { email, code: '000000' } })).code).toBe('codeWrong');
  expect((await redeem({ proof: { ...right.proof, email: 'andere@ein.test' } })).code).toBe('codeWrong');
  expect((await redeem({ ...right, password: 'passwort1' })).code).toBe('passwordCommon');
  const uses = await Promise.all(Array.from({ length: 4 }, () => redeem(right)));
  expect(uses.filter(({ status }) => status === 200)).toHaveLength(1);
  const winner = uses.find(({ status }) => status === 200);
  expect(winner?.cookie).toMatch(/^__Host-residents=/);
  expect((await ask<{ email: string }>('session.me', undefined, { cookie: winner?.cookie ?? '' })).data).toMatchObject({
    email,
    resident: true,
  });
  expect((await open(code)).code).toBe('codeWrong');
  const signedIn = await act('session.signIn', { entrance: 'residents', email, password: chosen }, {});
  expect(signedIn.status).toBe(200);

  expect((await act('invitations.post', { id: round })).status).toBe(200);
  expect((await api.send(HOST, `/api/invitations/${round}.pdf`, { headers: office })).status).toBe(404);
  const lines = (await ask<{ personId: string; standing: string }[]>('invitations.list', { text: 'Ohne Mail' })).data;
  expect(lines).toMatchObject([{ personId: who, standing: 'came', way: 'letter' }]);
});

test('letters of a round lie in one file in the order of the houses, each with a code of its own', async () => {
  await forgetTries();
  const all = (await plan({ kind: 'property', id: property }, 'letter')).people;
  const round = await sent(all);
  const { pages, codes } = await codesOf(round);
  expect(new Set(codes).size).toBe(all.length);
  const order = pages.flatMap((page) => /^(Brief|Mail)$/m.exec(page)?.[0] ?? []);
  expect(order).toEqual(['Brief', 'Mail']);
  const file = await api.one.query<{ file: Buffer }>('select print_file as file from invitation_round where id = $1', [
    round,
  ]);
  expect(() => printSealing(api.two).unseal(file[0]?.file ?? Buffer.alloc(0), round)).toThrow();
});

test('a new code kills the lost one, a withdrawn one opens nothing, and neither does one that is sixty days old', async () => {
  await forgetTries();
  const who = await renter('Verloren', null, '4');
  const people = (await plan({ kind: 'people', ids: [who] })).people;
  const [lost = ''] = (await codesOf(await sent(people))).codes;
  expect((await open(lost)).status).toBe(200);
  const [fresh = ''] = (await codesOf(await sent(people))).codes;
  expect((await open(lost)).code).toBe('codeWrong');
  const opened = (await open(fresh)).data?.opened;
  const id = (await invitationOf(who))?.id;
  expect((await act('invitations.withdraw', { id })).status).toBe(200);
  expect((await act('invitations.withdraw', { id })).code).toBe('notAllowedNow');
  expect((await open(fresh)).code).toBe('codeWrong');
  expect((await act('invitations.redeem', { opened, password: chosen }, {})).code).toBe('codeWrong');
  const round = await sent(people);
  const [late = ''] = (await codesOf(round)).codes;
  await api.one.query(`update invitation set expires_at = now() - interval '1 second' where round_id = $1`, [round]);
  expect((await open(late)).code).toBe('codeWrong');
  await activities().expireRound({ id: round });
  expect(await invitationOf(who)).toMatchObject({ state: 'expired', code_hash: null });
});

test('a code lets nobody in who has sold since and never lived there', async () => {
  await forgetTries();
  const who = await renter('Verkauft', null, '9');
  const [code = ''] = (await codesOf(await sent((await plan({ kind: 'people', ids: [who] })).people))).codes;
  expect((await open(code)).status).toBe(200);
  await api.one.query(
    `with gone as (delete from tenancy where person_id = $1 returning unit_id)
     insert into ownership (unit_id, person_id, valid_from, valid_until)
     select unit_id, $1, '2020-01-01', berlin_today() - 1 from gone`,
    [who],
  );
  expect((await open(code)).code).toBe('codeWrong');
});

test('wrong codes are counted before they are looked at: the sixth within a quarter of an hour is refused, right or not', async () => {
  await forgetTries();
  const who = await renter('Geduldig', null, '5');
  const [code = ''] = (await codesOf(await sent((await plan({ kind: 'people', ids: [who] })).people))).codes;
  // Right ones cost nothing: a house behind one address redeems its letters at once.
  for (let n = 0; n < 7; n += 1) expect((await open(code)).status).toBe(200);
  const wrong = await Promise.all(Array.from({ length: 20 }, () => open('0000-0000-0000')));
  expect(wrong.filter(({ code: said }) => said === 'codeWrong')).toHaveLength(5);
  expect((await open(code)).code).toBe('tooMany');
});

test('a mailed invitation is opened by its link alone, not once its address is another one, and reminds only who is missing', async () => {
  await forgetTries();
  const [came, missing] = [await renter('Kommt', 'kommt@ein.test', '6'), await renter('Fehlt', 'fehlt@ein.test', '7')];
  const round = await sent((await plan({ kind: 'people', ids: [came, missing] })).people);
  const links = async (template: string) =>
    api.one.query<{ id: string; recipient_id: string }>(
      `select m.id, m.recipient_id from message m join invitation i on i.id = m.subject_id
       where m.template = $2 and i.round_id = $1`,
      [round, template],
    );
  const mails = await links('invitation');
  expect(mails.map(({ recipient_id }) => recipient_id).sort()).toEqual([came, missing].sort());
  const contexts = await loadInvitationContexts(
    api.one,
    'https://one.example',
    mails.map(({ id }) => id),
  );
  const tokenFor = async (personId: string) => invitationToken(api.one.key, (await invitationOf(personId))?.id ?? '');
  const token = await tokenFor(came);
  expect([...contexts.values()].map(({ url }) => url)).toContain(`https://one.example/einladung#${token}`);
  expect(JSON.stringify(await api.one.query('select * from invitation'))).not.toContain(token);
  const opened = (await open(token)).data;
  expect(opened).toMatchObject({ email: 'kommt@ein.test', byMail: true });
  expect((await act('invitations.redeem', { opened: opened?.opened, password: chosen }, {})).status).toBe(200);
  for (let again = 0; again < 2; again += 1) await activities().remindRound({ id: round, n: 1 });
  const reminders = await links('invitationReminder');
  expect(reminders.map(({ recipient_id }) => recipient_id)).toEqual([missing]);
  await activities().noteRound({ id: round });
  const [note] = await api.one.query<{ id: string }>(
    `select id from message where template = 'invitationsMissing' and recipient_id = $1`,
    [clerk],
  );
  const told = (await loadInvitationContexts(api.one, 'https://one.example', [note?.id ?? ''])).get(note?.id ?? '');
  expect(told?.facts).toEqual({ invited: 2, missing: 1 });
  await api.one.query(`update person set email = 'anders@ein.test' where id = $1`, [missing]);
  expect((await open(await tokenFor(missing))).code).toBe('codeWrong');
});

test('an address that is somebody else’s is refused, and a colleague is invited only by who gives accounts', async () => {
  await forgetTries();
  const who = await renter('Doppelt', null, '8');
  const [code = ''] = (await codesOf(await sent((await plan({ kind: 'people', ids: [who] })).people))).codes;
  const opened = (await open(code)).data?.opened;
  const email = 'CLERK@one.test';
  await act('invitations.proveEmail', { opened, email }, {});
  const [proof] = await api.one.query<{ id: string }>(
    'select id from invitation_proof order by created_at desc limit 1',
  );
  const proven = { email, code: proofCode(api.one.key, proof?.id ?? '') };
  expect((await act('invitations.redeem', { opened, password: chosen, proof: proven }, {})).code).toBe('emailTaken');
  expect((await invitationOf(who))?.state).toBe('open');

  const colleague = await person(api.one, { email: 'neue@one.test', employee: 'clerk' });
  expect((await plan({ kind: 'people', ids: [colleague] })).people).toMatchObject([
    { entrance: 'management', way: 'mail' },
  ]);
  await person(api.one, { email: 'sach@one.test', employee: 'clerk', password });
  const { cookie = '' } = await act('session.signIn', { entrance: 'management', email: 'sach@one.test', password }, {});
  const planned = await ask<Plan>(
    'invitations.preview',
    { scope: { kind: 'people', ids: [colleague] }, choice: 'best' },
    { cookie },
  );
  expect(planned.data?.people).toMatchObject([{ way: null, why: 'colleague' }]);
});
