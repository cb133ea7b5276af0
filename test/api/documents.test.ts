import { randomUUID } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { person, startTestApi, type TestApi } from '../support/api.ts';
import { association } from '../support/association.ts';
import { lockedPdf, pdfOf, sendFile } from '../support/paper.ts';

const password = 'Regen auf Dach 7';
const host = 'one.localhost';
let api: TestApi;
let office: string;
const cookies = new Map<string, string>();
let house: Awaited<ReturnType<typeof association>>;

const signIn = async (entrance: string, email: string) =>
  (await api.call(host, 'session.signIn', { entrance, email, password })).cookie ?? '';

beforeAll(async () => {
  api = await startTestApi();
  await person(api.one, { email: 'berger@one.test', employee: 'manager', password });
  await person(api.one, { email: 'mertens@one.test', employee: 'manager', password });
  office = await signIn('management', 'berger@one.test');
  const units = ['a', 'b', 'c'].map((name) => ({ share: 300, owners: [name] }));
  house = await association(api.one, 'D1', units, password);
  for (const name of ['a', 'b', 'c']) cookies.set(name, await signIn('residents', `${name}.D1@one.test`));
});
afterAll(() => api.close());

type View = {
  id: string;
  revision: number;
  version: number;
  phase: string;
  versions: { n: number; hash: string; files: { id: string; pages: number; searchable: boolean }[] }[];
};
type Row = { id: string; title: string };

const ask = <T>(procedure: string, input: unknown, kind?: 'query', cookie = office) =>
  api.call<T>(host, `documents.${procedure}`, input, { headers: { cookie }, ...(kind && { kind }) });
const as = (name: string) => cookies.get(name) ?? '';

const circular = (given: object = {}) => ({
  ...{ id: randomUUID(), revision: 0, kind: 'circular', visibility: 'private', newcomers: true },
  ...{ validFrom: null, validUntil: null, title: 'Wartung', source: 'Bitte lesen.', files: [] as string[] },
  addressees: [{ scope: 'unit', id: house.units[0], roles: ['owners'] }],
  ...given,
});

/** Saves and publishes; resolves to the office's view. */
async function published(given: object = {}): Promise<View> {
  const { data } = await ask<View>('save', circular(given));
  if (!data) throw new Error('not saved');
  const { id, revision } = data;
  expect(await ask('publish', { id, revision, version: 1, tell: false })).toMatchObject({ status: 200 });
  return (await ask<View>('get', { id }, 'query')).data!;
}

const upload = (bytes: Buffer, name?: string) => sendFile({ port: api.port, host, cookie: office }, bytes, name);
const mine = async (name: string, text: string | null = null) =>
  ((await ask<Row[]>('mine', { text }, 'query', as(name))).data ?? []).map(({ id }) => id);

test('a draft is nobody’s but the office’s; published, it is its readers’ and nobody else’s', async () => {
  const { data } = await ask<View>('save', circular());
  const id = data!.id;
  expect(await mine('a')).not.toContain(id);
  expect(await ask('read', { id }, 'query', as('a'))).toMatchObject({ status: 404, code: 'notFound' });
  expect((await ask('publish', { id, revision: 1, version: 1, tell: false })).data).toEqual({
    version: 1,
    readers: 1,
    written: 0,
    done: true,
  });
  expect(await mine('a')).toContain(id);
  expect((await ask('read', { id }, 'query', as('a'))).data).toMatchObject({
    title: 'Wartung',
    version: 1,
  });
  expect(await mine('b')).not.toContain(id);
  expect(await ask('read', { id }, 'query', as('b'))).toMatchObject({ status: 404, code: 'notFound' });
  // Pressed twice, it was published once.
  expect((await ask('publish', { id, revision: 1, version: 1, tell: false })).data).toMatchObject({ done: false });
});

test('a PDF is found by the words in it, by parts of them and by either spelling, and only by who may read it', async () => {
  const { id: file } = await upload(
    await pdfOf('Der Wasserschaden bei Familie Müller ist behoben, die Trock-', 'nung läuft.'),
  );
  const { id, versions } = await published({ title: 'Bericht', files: [file] });
  expect(versions[0]?.files[0]).toMatchObject({ pages: 1, searchable: true });
  for (const text of ['Schaden', 'Mueller', 'MÜLLER wasser', 'muller', 'Bericht'])
    expect([text, await mine('a', text)]).toEqual([text, [id]]);
  expect(await mine('a', 'Heizung')).toEqual([]);
  expect(await mine('b', 'Schaden')).toEqual([]);
  expect((await ask<Row[]>('list', { text: 'wasserschaden' }, 'query')).data?.map((row) => row.id)).toEqual([id]);
});

test('each download is proven against the rights of the moment, and noted', async () => {
  const { id: file } = await upload(await pdfOf('Wirtschaftsplan'));
  const { id } = await published({ title: 'Plan', files: [file] });
  const get = async (cookie: string) => (await api.send(host, `/api/files/${file}`, { headers: { cookie } })).status;
  expect([await get(as('a')), await get(as('b')), await get(office), await get('')]).toEqual([200, 404, 200, 404]);
  await ask('opened', { id }, undefined, as('a'));
  const { data } = await ask<{ readings: object[] }>('get', { id }, 'query');
  expect(data?.readings).toMatchObject([
    { version: 1, file: null, times: 1 },
    { file: 'schreiben.pdf', times: 1 },
  ]);
  // A sells: from the next day on the paper is not theirs any more.
  await api.one.query('update ownership set valid_until = berlin_today() - 1 where unit_id = $1', [house.units[0]]);
  try {
    expect(await get(as('a'))).toBe(404);
    const { data: audience } = await ask<{ readers: object[]; others: { personId: string; because: string }[] }>(
      'audience',
      { id },
      'query',
    );
    expect(audience?.readers).toEqual([]);
    expect(audience?.others).toContainEqual(
      expect.objectContaining({ personId: house.people.get('a'), because: 'left' }),
    );
  } finally {
    await api.one.query('update ownership set valid_until = null where unit_id = $1', [house.units[0]]);
  }
  expect(await get(as('a'))).toBe(200);
});

test('a new version takes the place of the old one, which is kept and no longer the readers’', async () => {
  const [{ id: first }, { id: second }] = await Promise.all([upload(await pdfOf('Alt')), upload(await pdfOf('Neu'))]);
  const old = await published({ title: 'Hausordnung', files: [first] });
  const { id } = old;
  const next = await ask<View>(
    'save',
    circular({ id, revision: old.revision, title: 'Hausordnung 2', files: [second] }),
  );
  const get = async (file: string, cookie: string) =>
    (await api.send(host, `/api/files/${file}`, { headers: { cookie } })).status;
  // Not published yet: readers see and find the old one.
  expect([await get(first, as('a')), await get(second, as('a'))]).toEqual([200, 404]);
  expect([await mine('a', 'Alt'), await mine('a', 'Neu')]).toEqual([[id], []]);
  await ask('publish', { id, revision: next.data?.revision, version: 2, tell: false });
  expect((await ask('read', { id }, 'query', as('a'))).data).toMatchObject({
    title: 'Hausordnung 2',
    version: 2,
  });
  expect([await get(first, as('a')), await get(second, as('a')), await get(first, office)]).toEqual([404, 200, 200]);
  const kept = (await ask<View>('get', { id }, 'query')).data?.versions;
  expect(kept?.map(({ n }) => n)).toEqual([2, 1]);
  expect(kept?.[1]?.hash).toBe(old.versions[0]?.hash);
});

test('a draft that was discarded is saved again with its papers, where somebody takes that back', async () => {
  const { id: paper } = await upload(await pdfOf('Plan'));
  const input = circular({ files: [paper] });
  await ask('save', input);
  expect((await ask('discard', { id: input.id, revision: 1 })).status).toBe(200);
  expect((await ask('get', { id: input.id }, 'query')).code).toBe('notFound');
  expect((await ask<View>('save', input)).data).toMatchObject({
    phase: 'draft',
    revision: 1,
    versions: [{ n: 1, files: [{ id: paper }] }],
  });
  // Whoever sent the papers: who throws it away takes that back too.
  const colleague = await signIn('management', 'mertens@one.test');
  expect((await ask('discard', { id: input.id, revision: 1 }, undefined, colleague)).status).toBe(200);
  expect((await ask<View>('save', input, undefined, colleague)).data).toMatchObject({
    versions: [{ files: [{ id: paper }] }],
  });
  // Of what is published only the next version is gone.
  const { id, revision } = await published();
  await ask('save', circular({ id, revision, title: 'Neu' }));
  expect((await ask('discard', { id, revision: revision + 1 })).status).toBe(200);
  const again = await ask<View>('save', circular({ id, revision: revision + 2, title: 'Neu' }));
  expect(again.data).toMatchObject({ phase: 'published', version: 1, versions: [{ n: 2 }, { n: 1 }] });
});

test('withdrawn, it is gone for its readers and stays in the office with its reason', async () => {
  const { id } = await published({ title: 'Irrtum' });
  expect((await ask('withdraw', { id, reason: 'Falscher Betrag', tell: false })).data).toMatchObject({ done: true });
  expect((await ask('withdraw', { id, reason: 'Falscher Betrag', tell: false })).data).toMatchObject({ done: false });
  expect(await ask('read', { id }, 'query', as('a'))).toMatchObject({ status: 404 });
  expect(await mine('a', 'Irrtum')).toEqual([]);
  expect((await ask('get', { id }, 'query')).data).toMatchObject({
    phase: 'withdrawn',
    withdrawalReason: 'Falscher Betrag',
  });
  expect(await ask('save', circular({ id, revision: 3 }))).toMatchObject({ code: 'closed' });
  expect(
    (await api.one.query('select what from audit where subject_id = $1 order by id', [id])).map(({ what }) => what),
  ).toEqual(['document.save', 'document.publish', 'document.withdraw']);
});

test('who was written to hears it once; what did not arrive is tried again, and it may be read until a day', async () => {
  const { id } = await published({ title: 'Heizung' });
  const messages = () =>
    api.one.query<{ id: string; state: string }>(
      `select id, state from message where subject_id = $1 and noun = 'document'`,
      [id],
    );
  expect((await ask('mail', { id })).data).toEqual({ written: 1 });
  expect((await ask('mail', { id })).data).toEqual({ written: 0 });
  const [message] = await messages();
  expect(message?.state).toBe('open');
  await api.one.query(`update message set state = 'failed' where id = $1`, [message?.id]);
  const retry = () => ask('retry', { id, messageIds: [message?.id] });
  expect((await retry()).data).toEqual({ again: 1 });
  expect((await retry()).data).toEqual({ again: 0 });
  expect(await messages()).toEqual([{ id: message?.id, state: 'open' }]);

  const until = (validUntil: string | null) => ask('validUntil', { id, validUntil });
  expect((await until('2020-01-01')).status).toBe(400);
  expect(await mine('a')).toContain(id);
  expect((await until('2099-12-31')).status).toBe(200);
  expect((await ask('get', { id }, 'query')).data).toMatchObject({ validUntil: '2099-12-31' });
  expect((await until(null)).status).toBe(200);
  const told = await api.one.query('select what, before, after from audit where subject_id = $1 order by id offset 2', [
    id,
  ]);
  expect(told.map(({ what }) => what)).toEqual([
    'document.mail',
    'document.retry',
    'document.validity',
    'document.validity',
  ]);
  expect(told.at(-1)).toMatchObject({ before: { validUntil: '2099-12-31' }, after: { validUntil: null } });
});

test('what is public hangs on the board of its house, for every role; what is private does not', async () => {
  const { id } = await published({
    ...{ kind: 'notice', visibility: 'public', title: 'Aushang Fenster' },
    addressees: [{ scope: 'property', id: house.property, roles: ['residents'] }],
  });
  const rows = (
    await ask<{ id: string; boards: string[]; addressed: boolean }[]>('mine', { text: 'Fenster' }, 'query', as('b'))
  ).data;
  expect(rows).toMatchObject([{ id, boards: ['Weg 1'], addressed: false }]);
  const { data } = await ask<{ readers: { addressed: boolean }[]; addressed: number }>('audience', { id }, 'query');
  expect([data?.readers.length, data?.addressed]).toEqual([3, 0]);
});

describe('bad input is refused with a sentence and changes nothing', () => {
  test.each<[string, () => Promise<Buffer> | Buffer, string, string]>([
    ['an encrypted PDF', lockedPdf, 'a.pdf', 'fileLocked'],
    ['a broken PDF', async () => (await pdfOf('Plan')).subarray(0, 900), 'a.pdf', 'fileContent'],
    ['a PDF with a script', async () => withScript(await pdfOf('Plan')), 'a.pdf', 'fileActive'],
    ['a PDF with a script in a packed object', () => packedScript(), 'a.pdf', 'fileActive'],
    [
      'a PDF that is too large',
      () => Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(26 * 1024 * 1024)]),
      'a.pdf',
      'fileTooLarge',
    ],
    ['HTML dressed as an image', () => Buffer.from('<html><script>alert(1)</script></html>'), 'a.png', 'fileType'],
    [
      'SVG dressed as an image',
      () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
      'a.jpg',
      'fileType',
    ],
  ])('%s', async (_, bytes, name, code) => {
    const answer = await upload(await bytes(), name);
    expect([answer.status >= 400 && answer.status < 500, answer.code]).toEqual([true, code]);
  });

  test.each<[string, object, string]>([
    ['nobody addressed', { addressees: [] }, 'nobodyAddressed'],
    ['a private notice', { kind: 'notice' }, 'kindIsPublic'],
    ['a title of spaces', { title: '  ' }, 'fieldRequired'],
    ['an end before its beginning', { validFrom: '2031-01-02', validUntil: '2031-01-01' }, 'endsBeforeItBegins'],
    [
      'a place that is not there',
      { addressees: [{ scope: 'building', id: randomUUID(), roles: ['owners'] }] },
      'notFound',
    ],
    ['a file that is somebody else’s', { files: [randomUUID()] }, 'notFound'],
    ['a text that is too long', { source: 'x'.repeat(40_001) }, 'textTooLong'],
  ])('%s', async (_, given, code) => {
    const input = circular(given);
    expect(await ask('save', input)).toMatchObject({ code });
    expect(await ask('get', { id: input.id }, 'query')).toMatchObject({ code: 'notFound' });
  });

  test('what is empty, or for nobody, is not published', async () => {
    const empty = (await ask<View>('save', circular({ source: ' ' }))).data!;
    expect(await ask('publish', { id: empty.id, revision: 1, version: 1, tell: false })).toMatchObject({
      code: 'documentEmpty',
    });
    const nobody = (
      await ask<View>('save', circular({ addressees: [{ scope: 'unit', id: house.units[0], roles: ['residents'] }] }))
    ).data!;
    expect(await ask('publish', { id: nobody.id, revision: 1, version: 1, tell: false })).toMatchObject({
      code: 'nobodyReads',
    });
    expect((await ask('get', { id: nobody.id }, 'query')).data).toMatchObject({ phase: 'draft', revision: 1 });
  });

  test('two authors never overwrite each other, and a published address stays', async () => {
    const { id, revision } = await published();
    expect(await ask('save', circular({ id, revision: revision - 1 }))).toMatchObject({ code: 'changedMeanwhile' });
    const wider = [{ scope: 'property', id: house.property, roles: ['owners'] }];
    expect(await ask('save', circular({ id, revision, addressees: wider }))).toMatchObject({ code: 'audienceFixed' });
    expect(await ask('validUntil', { id, validUntil: '2020-01-01' })).toMatchObject({ code: 'endsBeforeItBegins' });
    expect((await ask('get', { id }, 'query')).data).toMatchObject({ revision });
  });

  test('a scan without words is kept, and said to be found by its title only', async () => {
    const photo = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#777' } })
      .jpeg()
      .toBuffer();
    const [{ id: scan }, { id: picture }] = await Promise.all([upload(await pdfOf()), upload(photo, 'bild.jpg')]);
    const { versions } = await published({ title: 'Scan', files: [scan, picture] });
    expect(versions[0]?.files).toMatchObject([{ searchable: true }, { searchable: null }]);
  });
});

test('who works on other properties neither sees nor publishes, a caretaker sees only what is public', async () => {
  const { id } = await published({ title: 'Privat' });
  const hang = await published({
    ...{ kind: 'notice', visibility: 'public', title: 'Hof' },
    addressees: [{ scope: 'property', id: house.property, roles: ['residents'] }],
  });
  await person(api.one, { email: 'hans@one.test', employee: 'caretaker', password });
  const hans = await signIn('management', 'hans@one.test');
  expect((await ask<Row[]>('list', {}, 'query', hans)).data?.map(({ title }) => title)).toContain('Hof');
  expect(await ask('get', { id }, 'query', hans)).toMatchObject({ status: 404 });
  expect(await ask('get', { id: hang.id }, 'query', hans)).toMatchObject({ status: 200, data: { mayPublish: false } });
  expect(await ask('audience', { id: hang.id }, 'query', hans)).toMatchObject({ code: 'forbidden' });
  expect(await ask('withdraw', { id: hang.id, reason: 'Falsch', tell: false }, undefined, hans)).toMatchObject({
    code: 'forbidden',
  });
});

function withScript(pdf: Buffer): Buffer {
  const text = pdf.toString('latin1');
  return Buffer.from(
    text
      .replace('/Type /Catalog', '/Type /Catalog /OpenAction <</S/JavaScript/JS(app.alert(1))>>')
      .replace('%PDF-1.7\n', '%PDF-1.7\n9 0 obj<</S/JavaScript/JS(x)>>endobj\n'),
    'latin1',
  );
}

function packedScript(): Buffer {
  const packed = deflateSync(Buffer.from('5 0 <</S/J#61vaScript/JS(app.alert(1))>>', 'latin1'));
  return Buffer.concat([
    Buffer.from(`%PDF-1.7\n9 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length ${packed.length}>>stream\n`),
    packed,
    Buffer.from('\nendstream endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n'),
  ]);
}
