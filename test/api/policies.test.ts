import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtinPolicy } from '../../domain/policy/builtin.ts';
import { builtinDocument } from '../../domain/policy/document.ts';
import { person, startTestApi, type TestApi } from '../support/api.ts';

const password = 'Regen auf Dach 7';
let api: TestApi;
let headers: Record<string, string>;
let place: { building: string };

const { triage } = builtinPolicy.stages.normal;
const quicker = {
  ...builtinDocument,
  stages: { normal: { triage: { ...triage, period: { working: 300 }, reminders: [{ working: 60 }] } } },
};

beforeAll(async () => {
  api = await startTestApi();
  await person(api.one, { email: 'mara@one.test', employee: 'manager', password });
  const { cookie = '' } = await api.call('one.localhost', 'session.signIn', {
    entrance: 'management',
    email: 'mara@one.test',
    password,
  });
  headers = { cookie: cookie.split(';')[0] ?? '' };
  const [property] = await api.one.query<{ id: string }>(
    `insert into property (number, name, management_type, federal_state, street, postal_code, city, report_code)
     values ('1', 'Lindenhof', 'weg', 'BW', 'Lindenhof 4', '70176', 'Stuttgart', 'lindenhof') returning id`,
    [],
  );
  const [building] = await api.one.query<{ id: string }>(
    `insert into building (property_id, name, street) values ($1, '4', 'Lindenhof 4') returning id`,
    [property!.id],
  );
  place = { building: building!.id };
});
afterAll(() => api.close());

const act = (procedure: string, input?: unknown) =>
  api.call('one.localhost', `policies.${procedure}`, input, { headers });
const current = () => api.call('one.localhost', 'policies.get', undefined, { kind: 'query', headers });

async function report(): Promise<number> {
  const ticketId = randomUUID();
  await api.call(
    'one.localhost',
    'tickets.create',
    {
      ticketId,
      commandId: randomUUID(),
      buildingId: place.building,
      unitId: null,
      place: 'common',
      category: 'water',
      title: 'Es tropft',
    },
    { headers },
  );
  const [row] = await api.one.query<{ version: number; said: number }>(
    `select t.policy_version as version, (c.facts ->> 'policy')::int as said
     from ticket t join command c on c.subject_id = t.id where t.id = $1`,
    [ticketId],
  );
  expect(row?.said).toBe(row?.version);
  return row?.version ?? 0;
}

test('a workspace starts with the built-in policy, which new tickets take', async () => {
  expect((await current()).data).toMatchObject({ live: { version: 1, publishedBy: null }, draft: null });
  expect(await report()).toBe(1);
});

test('two who write the draft at once do not overwrite each other', async () => {
  expect((await act('saveDraft', { revision: 0, document: builtinDocument })).data).toEqual({ revision: 1 });
  expect(await act('saveDraft', { revision: 0, document: quicker })).toMatchObject({ code: 'conflictingChange' });
  expect((await act('saveDraft', { revision: 1, document: quicker })).data).toEqual({ revision: 2 });
  expect(await act('saveDraft', { revision: 1, document: builtinDocument })).toMatchObject({
    code: 'conflictingChange',
  });
  expect((await current()).data).toMatchObject({ draft: { revision: 2, document: quicker } });
});

test('a draft with a rule that makes no sense is kept, but not published', async () => {
  const wrong = { ...quicker, office: { opens: 1020, closes: 480 } };
  expect((await act('saveDraft', { revision: 2, document: wrong })).data).toEqual({ revision: 3 });
  expect(await act('publish', { revision: 3 })).toMatchObject({ code: 'badInput' });
  expect((await current()).data).toMatchObject({ live: { version: 1 }, draft: { revision: 3 } });
});

test('a published draft is the next version: new tickets take it, running ones keep theirs until they are moved', async () => {
  await act('saveDraft', { revision: 3, document: quicker });
  expect(await act('publish', { revision: 3 })).toMatchObject({ code: 'conflictingChange' });
  expect((await act('publish', { revision: 4, note: 'Schneller prüfen' })).data).toEqual({ version: 2 });
  expect(await report()).toBe(2);
  await api.one.query(`update ticket set phase = 'new'`, []);
  const property = 'select id from property limit 1';
  await api.one.query(
    `insert into campaign (id, number, property_id, title, phase, policy_version, command_id, begun_at, changed_at, kind,
       audience, question, key_date, deadline)
     values (gen_random_uuid(), 'B-1', (${property}), 'Dach', 'open', 1, gen_random_uuid(), now(), now(), 'vote', 'owners',
       'Dach?', berlin_today(), now() + interval '10 days')`,
  );
  await api.one.query(
    `insert into project (id, number, property_id, title, urgency, phase, waiting_on, waiting_for, waiting_since,
       policy_version, command_id, begun_at, changed_at)
     values (gen_random_uuid(), 'P-1', (${property}), 'Dach', 'normal', 'running', 'management', 'wrapUp', now(), 1,
       gen_random_uuid(), now(), now())`,
  );
  expect((await current()).data).toMatchObject({
    live: { version: 2 },
    draft: null,
    older: { tickets: 1, orders: 0, projects: 1, campaigns: 1 },
  });
  expect((await act('moveAll')).data).toEqual({ version: 2, moving: 3 });
  // What is stored already is not stored twice.
  expect((await act('moveAll')).data).toEqual({ version: 2, moving: 0 });
  const moves = await api.one.query(`select noun, facts from command where type = 'movePolicy' order by noun`, []);
  expect(moves).toEqual([
    { noun: 'campaign', facts: { policy: 2, category: '' } },
    { noun: 'project', facts: { policy: 2, category: '' } },
    { noun: 'ticket', facts: { policy: 2, category: 'water' } },
  ]);
});

test('a published version never changes, and who did what is in the audit', async () => {
  await expect(api.one.query(`update policy set note = 'x' where version = 2`, [])).rejects.toThrow(
    /permission denied|never changes/,
  );
  const what = await api.one.query(`select what from audit where what like 'policy.%' order by id`, []);
  expect(what.map((row) => row.what)).toEqual([
    'policy.saveDraft',
    'policy.saveDraft',
    'policy.saveDraft',
    'policy.saveDraft',
    'policy.publish',
  ]);
});

test('a draft that is thrown away is gone, and stands in the audit', async () => {
  expect((await act('saveDraft', { revision: 0, document: quicker })).data).toEqual({ revision: 1 });
  expect(await act('discardDraft', { revision: 2 })).toMatchObject({ code: 'conflictingChange' });
  expect((await act('discardDraft', { revision: 1 })).status).toBe(200);
  expect((await current()).data).toMatchObject({ draft: null });
  const [entry] = await api.one.query(`select before from audit where what = 'policy.discardDraft'`);
  expect(entry?.before).toMatchObject(quicker);
});

test('one running ticket alone is moved to the live version', async () => {
  await act('saveDraft', { revision: 0, document: quicker });
  expect((await act('publish', { revision: 1 })).data).toEqual({ version: 3 });
  const [ticket, ...others] = await api.one.query<{ id: string }>('select id from ticket order by reported_at');
  expect(others).not.toEqual([]);
  expect((await act('moveTicket', { ticketId: randomUUID() })).code).toBe('notFound');
  expect((await act('moveTicket', { ticketId: ticket?.id })).data).toEqual({ version: 3, moved: 1, kept: true });
  const moving = await api.one.query(
    `select subject_id as id from command where type = 'movePolicy' and facts ->> 'policy' = '3'`,
  );
  expect(moving).toEqual([{ id: ticket?.id }]);
});

test('what another policy would have done to closed tickets is played, and nothing is written', async () => {
  const played = { from: '2026-01-01', to: '2026-12-31', document: quicker };
  const before = await api.one.query('select count(*) from audit');
  expect((await act('travel', played)).data).toMatchObject({ tickets: 0, shortened: false, different: [] });
  const wrong = { ...quicker, office: { opens: 1020, closes: 480 } };
  expect((await act('travel', { ...played, document: wrong })).code).toBe('badInput');
  expect(await api.one.query('select count(*) from audit')).toEqual(before);
});
