import { parse } from 'csv-parse/sync';
import { XMLValidator } from 'fast-xml-parser';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { person, startTestApi, type TestApi } from '../support/api.ts';
import { payloads } from '../support/payloads.ts';
import { expectTextOnly } from '../support/text-only.ts';

const password = 'Regen auf Dach 7';
const at = 'one.localhost';
/** As the database can hold them: it knows neither NUL nor halves of pairs. */
const words = payloads.map((payload) => payload.replaceAll('\0', '').toWellFormed()).filter((word) => word !== '');
const number = (n: number) => `P-${String(n + 1).padStart(4, '0')}`;
let api: TestApi;
let headers: { cookie: string };
let told: string;

/** A house, a person, a firm, a ticket, an order and an appointment of each payload, which stands in every name and text. */
beforeAll(async () => {
  api = await startTestApi();
  const { one } = api;
  const manager = await person(one, { email: 'mara@one.test', employee: 'manager', password });
  await one.query(
    `with given as (select word, n, gen_random_uuid() as house, gen_random_uuid() as who, gen_random_uuid() as firm,
         gen_random_uuid() as ticket, gen_random_uuid() as job, 'P-' || lpad(n::text, 4, '0') as number
       from unnest($1::text[]) with ordinality as each (word, n)),
     house as (insert into property (id, number, name, management_type, federal_state, street, postal_code, city, report_code)
       select house, number, word, 'rental', 'BE', word, '10115', word, number from given),
     who as (insert into person (id, given_name, family_name) select who, word, word from given),
     firm as (insert into contractor (id, person_id, trades) select firm, who, '{plumbing}' from given),
     ticket as (insert into ticket (id, number, property_id, place, reporter_id, category, urgency, title, description, phase,
         waiting_on, waiting_for, waiting_since, due_at, policy_version, command_id, reported_at, changed_at)
       select ticket, number, house, 'common', who, 'water', 'normal', word, word, 'ordered', 'management', 'triage', now(), now(),
         1, gen_random_uuid(), now(), now() from given),
     job as (insert into work_order (id, number, property_id, contractor_id, client, invoice_to, title, urgency, phase,
         policy_version, command_id, placed_at, changed_at)
       select job, number, house, firm, '{}', '{}', word, 'normal', 'running', 1, gen_random_uuid(), now(), now() from given)
     insert into appointment (id, order_id, ticket_id, status, starts_at, ends_at, revision)
       select gen_random_uuid(), job, ticket, 'agreed', now() + interval '2 days', now() + interval '2 days 2 hours', 1 from given`,
    [words],
  );
  const [ticket] = await one.query<{ id: string }>('select id from ticket order by number limit 1');
  told = ticket!.id;
  for (const [kind, said] of [
    ['reported', words.slice(0, 120)],
    ['noted', words.slice(120)],
  ] as const)
    for (const text of said)
      await one.query(`select append_timeline($1, now(), $2, 'ticket', $1, 1, null, $3, '{management}'::text[], $4)`, [
        told,
        kind,
        JSON.stringify({ kind: 'employee', id: manager }),
        JSON.stringify({ facts: {}, words: { text }, files: [] }),
      ]);
  const entered = await api.call(at, 'session.signIn', { entrance: 'management', email: 'mara@one.test', password });
  headers = { cookie: entered.cookie ?? '' };
});
afterAll(() => api.close());

const take = async (ending: string, view: object) => {
  const query = new URLSearchParams({ view: JSON.stringify(view), locale: 'de' });
  const { status, body } = await api.send(at, `/api/desk/export.${ending}?${query}`, { headers });
  expect(status).toBe(200);
  return body;
};
const columns = ['number', 'title', 'property', 'reporter', 'contractor'];

test('in a CSV they are cells that no spreadsheet takes for a formula', async () => {
  const [, ...rows] = parse(await take('csv', { tab: 'open', columns }), { bom: true, delimiter: ';' });
  expect(rows.length).toBe(words.length);
  const found = new Map(rows.map((row) => [row[0], row]));
  for (const [n, word] of words.entries()) {
    const [, title, ...others] = found.get(number(n)) ?? [];
    expect(title?.replace(/^'/, ''), word).toBe(word.replace(/^'/, ''));
    expect(others).toHaveLength(3);
    for (const cell of [title, ...others]) expect(cell, word).not.toMatch(/^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/);
  }
});

test('in a workbook they are text: no formula, no link, and it can be read', async () => {
  const files = unzipSync(await take('xlsx', { tab: 'open', columns }));
  for (const [name, bytes] of Object.entries(files)) {
    const xml = strFromU8(bytes);
    expect(XMLValidator.validate(xml), name).toBe(true);
    // Signs that XML 1.0 knows in no form: a program that meets one opens nothing.
    expect(xml, name).not.toMatch(/[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]|&#x?0*(0|1|8|b|1b);/iu);
    expect(xml, name).not.toMatch(/<(f|hyperlink|externalReference|ddeLink|oleObject)[\s/>]/);
  }
  const sheet = strFromU8(files['xl/worksheets/sheet1.xml']!);
  expect(sheet.match(/<row /g)).toHaveLength(words.length + 1);
});

test('in a feed they are values of their own lines', async () => {
  const { data } = await api.call<{ path: string }>(
    at,
    'appointments.makeFeed',
    { kind: 'all', subjectId: null },
    { headers },
  );
  const { status, body } = await api.send(at, data!.path);
  expect(status).toBe(200);
  const lines = body
    .toString()
    .replace(/\r\n[ \t]/g, '')
    .trimEnd()
    .split('\r\n');
  const properties = new Set(lines.map((line) => /^[A-Z-]+/.exec(line)?.[0]));
  expect(lines.join('')).not.toMatch(/[^\P{Cc}]/u);
  expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(words.length);
  expect(lines.filter((line) => /^SUMMARY:/.test(line))).toHaveLength(words.length);
  for (const name of properties)
    expect([
      'BEGIN',
      'END',
      'VERSION',
      'PRODID',
      'METHOD',
      'NAME',
      'X-WR-CALNAME',
      'REFRESH-INTERVAL',
      'X-PUBLISHED-TTL',
      'UID',
      'SEQUENCE',
      'DTSTAMP',
      'DTSTART',
      'DTEND',
      'SUMMARY',
      'LOCATION',
      'DESCRIPTION',
      'URL',
      'STATUS',
    ]).toContain(name);
  for (const line of lines.filter((each) => each.startsWith('URL')))
    expect(line).toMatch(/^URL;VALUE=URI:http:\/\/[\w.:]+\/vorgaenge\/[\w-]+$/);
});

test('in a dossier they are text on its pages, and the one file in it is its own', async () => {
  const answer = await api.send(at, `/api/tickets/${told}/dossier.pdf`, { headers });
  expect(answer.status).toBe(200);
  const { body: json } = await api.send(at, `/api/tickets/${told}/dossier.json`, { headers });
  expect(JSON.parse(json.toString()).entries).toHaveLength(words.length);
  const name = String(answer.headers['content-disposition']).match(/filename="(.*)\.pdf"/)?.[1];
  await expectTextOnly(answer.body, [`${name}.json`]);
});
