import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtinCategories } from '../../domain/report/builtin.ts';
import type { Category } from '../../domain/report/categories.ts';
import type { Answers } from '../../web/api.ts';
import { person, startTestApi, type TestApi } from '../support/api.ts';

const password = 'Regen auf Dach 7';
let api: TestApi;
let headers: Record<string, string>;
let building: string;

const laundry: Category = {
  id: 'laundry',
  label: { de: 'Waschküche', en: 'Laundry' },
  hint: { de: '', en: '' },
  trade: 'plumbing',
  places: ['common'],
  questions: [
    {
      id: 'what',
      label: { de: 'Was ist mit der Maschine?', en: 'What is wrong with the machine?' },
      answers: [
        { id: 'off', label: { de: 'Sie geht nicht an', en: 'It does not start' }, urgency: 'urgent' },
        { id: 'loud', label: { de: 'Sie ist laut', en: 'It is loud' } },
      ],
    },
  ],
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
  const [row] = await api.one.query<{ id: string }>(
    `insert into building (property_id, name, street) values ($1, '4', 'Lindenhof 4') returning id`,
    [property!.id],
  );
  building = row!.id;
});
afterAll(() => api.close());

const act = (procedure: string, input?: unknown) => api.call('one.localhost', procedure, input, { headers });
const ask = (procedure: string, input?: unknown) =>
  api.call('one.localhost', procedure, input, { kind: 'query', headers });

async function report(input: object): Promise<{ ticketId: string; code: string | undefined }> {
  const ticketId = randomUUID();
  const { code } = await act('tickets.create', {
    ticketId,
    commandId: randomUUID(),
    buildingId: building,
    unitId: null,
    place: 'common',
    title: 'Es geht nicht',
    ...input,
  });
  return { ticketId, code };
}

async function labels(ticketId: string) {
  const view = (await ask('tickets.get', { id: ticketId })).data as Answers['tickets']['get'];
  const { rows } = (await ask('desk.rows', { tab: 'open' })).data as Answers['desk']['rows'];
  return {
    page: view.kind.label.de,
    answers: view.answers.map(({ answer }) => answer.de),
    desk: rows.find(({ id }) => id === ticketId)?.kind.de,
  };
}

async function publish(categories: Category[], note = ''): Promise<number> {
  const { draft } = (await ask('categories.get')).data as Answers['categories']['get'];
  const saved = await act('categories.saveDraft', { revision: draft?.revision ?? 0, document: { categories } });
  const { revision } = saved.data as { revision: number };
  const { data, code } = await act('categories.publish', { revision, note });
  expect(code).toBeUndefined();
  return (data as { version: number }).version;
}

const builtin = builtinCategories.document.categories;

test('a new category is in the form once it is published, not before; both are in the audit', async () => {
  const anybody = () => api.call('one.localhost', 'categories.form', undefined, { kind: 'query' });
  expect((await anybody()).data).toMatchObject({ version: 1 });
  await act('categories.saveDraft', { revision: 0, document: { categories: [...builtin, laundry] } });
  expect((await anybody()).data).toMatchObject({ version: 1 });
  // Who saw an older draft does not overwrite this one.
  const late = await act('categories.saveDraft', { revision: 0, document: { categories: builtin } });
  expect(late.code).toBe('conflictingChange');
  expect(await publish([...builtin, laundry], 'Waschküche')).toBe(2);
  const form = (await anybody()).data as Answers['categories']['form'];
  expect(form.version).toBe(2);
  expect(form.categories.map(({ id }) => id)).toContain('laundry');
  const audit = await api.one.query<{ what: string }>(
    `select what from audit where what like 'categories.%' order by at`,
  );
  expect(audit.map(({ what }) => what)).toEqual(['categories.saveDraft', 'categories.saveDraft', 'categories.publish']);
});

test('a ticket keeps the words that it was reported with, after renaming and after retiring', async () => {
  const before = await report({ category: 'laundry', categoryVersion: 2, answers: { what: 'off' } });
  expect(await labels(before.ticketId)).toEqual({
    page: 'Waschküche',
    answers: ['Sie geht nicht an'],
    desk: 'Waschküche',
  });
  const renamed = { ...laundry, label: { de: 'Waschkeller', en: 'Laundry cellar' }, questions: [] };
  expect(await publish([...builtin, renamed])).toBe(3);
  const after = await report({ category: 'laundry' });
  expect((await labels(after.ticketId)).page).toBe('Waschkeller');
  expect(await labels(before.ticketId)).toEqual({
    page: 'Waschküche',
    answers: ['Sie geht nicht an'],
    desk: 'Waschküche',
  });
  expect(await publish([...builtin, { ...renamed, retired: true }])).toBe(4);
  expect((await labels(before.ticketId)).page).toBe('Waschküche');
  const filtered = (await ask('desk.rows', { tab: 'open', category: 'laundry' })).data as Answers['desk']['rows'];
  expect(filtered.rows).toHaveLength(2);
});

test('a form that was opened before goes by its own version: what it offered then is taken, what it never asked is not', async () => {
  const opened = await report({ category: 'laundry', categoryVersion: 2, answers: { what: 'loud' } });
  expect(opened.code).toBeUndefined();
  const now = await report({ category: 'laundry' });
  expect(now.code).toBe('badInput');
  const other = await report({ category: 'laundry', categoryVersion: 3, answers: { what: 'loud' } });
  expect(other.code).toBe('badInput');
  const unknown = await report({ category: 'water', categoryVersion: 99 });
  expect(unknown.code).toBe('badInput');
  const [row] = await api.one.query<{ urgency: string }>('select urgency from ticket where id = $1', [opened.ticketId]);
  expect(row?.urgency).toBe('normal');
});

test('what does not hold together is saved and not published; a published version can not be changed', async () => {
  const broken = { ...laundry, questions: [{ ...laundry.questions[0]!, answers: [] }] };
  const saved = await act('categories.saveDraft', { revision: 0, document: { categories: [...builtin, broken] } });
  const { revision } = saved.data as { revision: number };
  expect((await act('categories.publish', { revision })).code).toBe('badInput');
  const { live, draft } = (await ask('categories.get')).data as Answers['categories']['get'];
  expect([live.version, draft?.revision]).toEqual([4, revision]);
  expect((await act('categories.discardDraft', { revision })).code).toBeUndefined();
  await expect(api.one.query(`update category_version set note = 'anders'`)).rejects.toThrow('never change');
});
