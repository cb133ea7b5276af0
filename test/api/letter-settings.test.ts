import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { letterheadOf, logoOf } from '../../db/queries/letterhead.ts';
import { person, startTestApi, type TestApi } from '../support/api.ts';

const HOST = 'one.localhost';
const password = 'Regen auf Dach 7';
const head = { name: 'Nord', street: 'Weg 1', postalCode: '10115', city: 'Berlin', footer: 'HRB 1', bank: 'IBAN DE00' };
let api: TestApi;
let manager: Record<string, string>;
let clerk: Record<string, string>;

beforeAll(async () => {
  api = await startTestApi();
  const enter = async (email: string, employee: string) => {
    await person(api.one, { email, employee, password });
    const { cookie = '' } = await api.call(HOST, 'session.signIn', { entrance: 'management', email, password });
    return { cookie, 'x-entrance': 'management' };
  };
  manager = await enter('mara@one.test', 'manager');
  clerk = await enter('karin@one.test', 'clerk');
});
afterAll(() => api.close());

const act = (name: string, input: unknown, headers = manager) => api.call(HOST, name, input, { headers });
const audited = async (what: string) =>
  api.one.query<{ before: object | null; after: object }>(
    'select before, after from audit where what = $1 order by id',
    [what],
  );

async function uploaded(headers = manager): Promise<string> {
  const png = await sharp({ create: { width: 400, height: 120, channels: 4, background: '#0e6a4f' } })
    .png()
    .toBuffer();
  const body = Buffer.concat([
    Buffer.from(
      '--x\r\ncontent-disposition: form-data; name="file"; filename="l.png"\r\ncontent-type: image/png\r\n\r\n',
    ),
    png,
    Buffer.from('\r\n--x--\r\n'),
  ]);
  const answer = await api.send(HOST, '/api/files', {
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=x', ...headers },
    body,
  });
  return JSON.parse(answer.body.toString()).id;
}

async function textOf(pdf: Buffer): Promise<string> {
  const document = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise;
  const { items } = await (await document.getPage(1)).getTextContent();
  return items.map((item) => ('str' in item ? item.str : '')).join('\n');
}

test('the letterhead is kept with its logo, and who changed it is written down', async () => {
  expect((await act('letters.setLetterhead', { ...head, logo: await uploaded() })).status).toBe(200);
  expect(await letterheadOf(api.one)).toMatchObject({ ...head, shift: { right: 0, down: 0 } });
  const logo = await logoOf(api.one);
  expect((await sharp(logo ?? Buffer.alloc(0)).metadata()).format).toBe('jpeg');
  await act('letters.setLetterhead', { ...head, city: 'Potsdam' });
  expect((await logoOf(api.one))?.equals(logo ?? Buffer.alloc(0))).toBe(true);
  const [, second] = await audited('settings.letterhead');
  expect(second).toMatchObject({ before: { city: 'Berlin' }, after: { city: 'Potsdam' } });
  await act('letters.setLetterhead', { ...head, logo: 'none' });
  expect(await logoOf(api.one)).toBeNull();
});

test('a wrong letterhead, or a logo that somebody else sent, changes nothing', async () => {
  const wrong = [
    { ...head, postalCode: '1011' },
    { ...head, footer: 'a\nb\nc\nd' },
    { ...head, shift: { right: 11, down: 0 } },
    { ...head, logo: await uploaded(clerk) },
  ];
  const before = await letterheadOf(api.one);
  for (const each of wrong) expect((await act('letters.setLetterhead', each)).status).toBeGreaterThanOrEqual(400);
  expect((await act('letters.setLetterhead', head, clerk)).code).toBe('forbidden');
  expect(await letterheadOf(api.one)).toEqual(before);
  expect(await logoOf(api.one)).toBeNull();
});

test('the preview shows what stands in the form before it is saved, to those who may set it', async () => {
  const query = new URLSearchParams({
    head: JSON.stringify({ ...head, name: 'Noch nicht gespeichert', shift: { right: 2, down: 1 } }),
    logo: await uploaded(),
    frame: '1',
  });
  const get = (headers: Record<string, string>, text = String(query)) =>
    api.send(HOST, `/api/letters/preview.pdf?${text}`, { headers });
  const shown = await get(manager);
  expect([shown.status, shown.headers['content-type']]).toEqual([200, 'application/pdf']);
  const text = await textOf(shown.body);
  for (const wanted of ['Noch nicht gespeichert', 'Erika Muster', 'HRB 1', 'IBAN DE00', 'Probedruck'])
    expect(text).toContain(wanted);
  expect((await get(clerk)).status).toBe(403);
  expect((await get({})).status).toBe(401);
  expect((await get(manager, 'head=%7B')).status).toBe(400);
  expect((await letterheadOf(api.one))?.name).toBe('Nord');
});

test('how faxes go out is kept; an address is no domain', async () => {
  expect((await act('letters.setFax', { gateway: 'a@fax.test', format: 'plus', number: '' })).status).toBe(400);
  expect((await act('letters.setFax', { gateway: 'Fax.Test', format: 'zeros', number: '030 1' })).status).toBe(200);
  const settings = await api.call<{ fax: object }>(HOST, 'letters.settings', undefined, {
    kind: 'query',
    headers: manager,
  });
  expect(settings.data?.fax).toEqual({ gateway: 'fax.test', format: 'zeros', number: '030 1' });
  expect(await audited('settings.fax')).toHaveLength(1);
});

test('the office enters where somebody gets post; our own people and half an address are refused', async () => {
  const resident = await person(api.one, { email: 'rita@one.test', resident: true });
  const address = { email: 'rita@one.test', mobile: '', fax: '', street: 'Hof 3', postalCode: '10117', city: 'Berlin' };
  const before = await api.call<{ home: object }>(
    HOST,
    'directory.contact',
    { personId: resident },
    {
      kind: 'query',
      headers: clerk,
    },
  );
  expect(before.data).toMatchObject({ street: '', home: { street: 'Weg 1', city: 'Berlin' } });
  expect((await act('directory.setContact', { personId: resident, ...address, city: '' }, clerk)).code).toBe(
    'badInput',
  );
  expect((await act('directory.setContact', { personId: resident, ...address, fax: 'x' }, clerk)).code).toBe(
    'badInput',
  );
  expect((await act('directory.setContact', { personId: resident, ...address }, clerk)).status).toBe(200);
  const [row] = await api.one.query('select street, fax from person where id = $1', [resident]);
  expect(row).toEqual({ street: 'Hof 3', fax: null });
  expect(await audited('person.contact')).toMatchObject([{ before: { street: '' }, after: { street: 'Hof 3' } }]);
  const moved = { ...address, street: 'Hof 4' };
  expect((await act('directory.setContact', { personId: resident, ...moved }, clerk)).status).toBe(200);
  expect((await audited('person.contact')).at(-1)).toMatchObject({
    before: { street: 'Hof 3' },
    after: { street: 'Hof 4' },
  });
  const taken = { ...address, email: 'mara@one.test' };
  expect((await act('directory.setContact', { personId: resident, ...taken }, clerk)).code).toBe('addressTaken');
  const wrong = { ...address, mobile: 'x' };
  expect((await act('directory.setContact', { personId: resident, ...wrong }, clerk)).code).toBe('badInput');
  const colleague = await person(api.one, { email: 'carla@one.test', employee: 'clerk' });
  expect((await act('directory.setContact', { personId: colleague, ...address }, clerk)).code).toBe('notFound');
});
