import { inflateRawSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { person, startTestApi, type TestApi } from '../support/api.ts';

const password = 'Regen auf Dach 7';
const at = 'one.localhost';
let api: TestApi;
const cookies = { manager: '', clerk: '', resident: '' };

/** The text of one file in a workbook. */
function partOf(zip: Buffer, name: string): string {
  for (let from = zip.indexOf('PK\u0001\u0002'); from >= 0; from = zip.indexOf('PK\u0001\u0002', from + 1)) {
    const length = zip.readUInt16LE(from + 28);
    if (zip.toString('utf8', from + 46, from + 46 + length) !== name) continue;
    const local = zip.readUInt32LE(from + 42);
    const data = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const bytes = zip.subarray(data, data + zip.readUInt32LE(from + 20));
    return (zip.readUInt16LE(from + 10) === 8 ? inflateRawSync(bytes) : bytes).toString();
  }
  throw new Error(`no ${name}`);
}

function take(ending: string, view: object, cookie = cookies.manager) {
  const query = new URLSearchParams({ view: JSON.stringify(view), locale: 'de' });
  return api.send(at, `/api/desk/export.${ending}?${query}`, { headers: { cookie } });
}

beforeAll(async () => {
  api = await startTestApi();
  const { one } = api;
  await person(one, { email: 'rita@one.test', resident: true, password });
  await person(one, { email: 'mara@one.test', employee: 'manager', password });
  const carla = await person(one, { email: 'carla@one.test', employee: 'clerk', password });
  await one.query('update employee set all_properties = false where person_id = $1', [carla]);
  await one.query(
    `insert into ticket (id, number, property_id, place, category, urgency, title, phase, waiting_on, waiting_for,
       waiting_since, due_at, policy_version, command_id, reported_at, changed_at)
     select gen_random_uuid(), 'V-2026-' || lpad(n::text, 4, '0'), (select id from property limit 1), 'common', 'water',
       case when n % 50 = 0 then 'urgent' else 'normal' end, case when n = 700 then '=HYPERLINK("http://x";"y")' else 'Schaden; "' || n || '"' end,
       'new', 'management', 'triage', '2026-11-01T08:00Z', '2026-12-24T08:30Z'::timestamptz - make_interval(hours => n), 1,
       gen_random_uuid(), now(), now()
     from generate_series(1, 1200) n`,
  );
  const signIn = async (entrance: string, email: string) =>
    (await api.call(at, 'session.signIn', { entrance, email, password })).cookie ?? '';
  cookies.manager = await signIn('management', 'mara@one.test');
  cookies.clerk = await signIn('management', 'carla@one.test');
  cookies.resident = await signIn('residents', 'rita@one.test');
});
afterAll(() => api.close());

test('a CSV has the lines of the screen: the same filter, columns and order, and all of them', async () => {
  const view = { tab: 'open', sort: 'due', descending: true, columns: ['number', 'title', 'state', 'due'] };
  const screen: string[] = [];
  for (let offset = 0; offset < 1_200; offset += 200) {
    const { columns: _columns, ...filter } = view;
    const { data } = await api.call<{ rows: { number: string }[] }>(
      at,
      'desk.rows',
      { ...filter, limit: 200, offset },
      { kind: 'query', headers: { cookie: cookies.manager } },
    );
    screen.push(...data!.rows.map(({ number }) => number));
  }
  const { status, headers, body } = await take('csv', view);
  expect([status, headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
  expect(body.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  const [head, ...lines] = parse(body, { bom: true, delimiter: ';' });
  expect(head).toEqual(['Nummer', 'Titel', 'Stand', 'Bis']);
  expect(lines.map(([number]) => number)).toEqual(screen);
  expect(lines[0]).toEqual(['V-2026-0001', 'Schaden; "1"', 'Neu', '24.12.2026 08:30']);
  const urgent = parse((await take('csv', { ...view, urgency: 'urgent' })).body, { bom: true, delimiter: ';' });
  expect(urgent).toHaveLength(1 + 24);
  expect(urgent[1]?.[2]).toBe('Dringend');
});

test('what a spreadsheet would take for a formula is text', async () => {
  const view = { tab: 'open', text: 'hyperlink', columns: ['title'] };
  const [, [title = ''] = []] = parse((await take('csv', view)).body, { bom: true, delimiter: ';' });
  expect(title).toBe(`'=HYPERLINK("http://x";"y")`);
  const sheet = partOf((await take('xlsx', view)).body, 'xl/worksheets/sheet1.xml');
  expect(sheet.includes('<f>')).toBe(false);
});

test('a workbook has the same lines, with real dates in Berlin time', async () => {
  const { status, body } = await take('xlsx', {
    tab: 'open',
    columns: ['number', 'due'],
    sort: 'due',
    descending: true,
  });
  expect(status).toBe(200);
  const sheet = partOf(body, 'xl/worksheets/sheet1.xml');
  expect(sheet.match(/<row /g)).toHaveLength(1_201);
  // 24 December 2026, 08:30: days since 1899-12-30.
  const due = (Date.UTC(2026, 11, 24, 8, 30) - Date.UTC(1899, 11, 30)) / 86_400_000;
  expect(sheet.includes(`<v>${due}`.slice(0, 14))).toBe(true);
});

test('nobody takes more than they see, and that it was taken is on record', async () => {
  expect((await take('csv', { tab: 'open' }, cookies.clerk)).body.toString().trim().split('\n')).toHaveLength(1);
  expect((await take('csv', { tab: 'open' }, '')).status).toBe(401);
  expect((await take('csv', { tab: 'open' }, cookies.resident)).status).toBeGreaterThanOrEqual(401);
  expect((await take('csv', { tab: 'elsewhere' })).status).toBe(400);
  const [audit] = await api.one.query<{ count: number }>(
    `select count(*)::int as count from audit where what = 'desk.export'`,
  );
  expect(audit!.count).toBeGreaterThan(4);
});
