import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newUploadToken } from '../../api/upload-token.ts';
import { person, startTestApi, type TestApi } from '../support/api.ts';
import { pdf } from '../support/hostile-files.ts';

let api: TestApi;
let cookie: string;
let stranger: string;

const password = 'Regen auf Dach 7';
const HOST = 'one.localhost';

beforeAll(async () => {
  api = await startTestApi();
  await person(api.one, { email: 'rita@one.test', resident: true, password });
  await person(api.one, { email: 'otto@one.test', resident: true, password });
  const enter = async (email: string) =>
    (await api.call(HOST, 'session.signIn', { entrance: 'residents', email, password })).cookie!;
  cookie = await enter('rita@one.test');
  stranger = await enter('otto@one.test');
});
afterAll(() => api.close());

type Given = { name?: string; type?: string; headers?: Record<string, string>; query?: string };

async function upload(bytes: Buffer, given: Given = {}) {
  const { name = 'foto.jpg', type = 'image/jpeg', headers = { cookie }, query = '' } = given;
  const body = Buffer.concat([
    Buffer.from(
      `--xyz\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: ${type}\r\n\r\n`,
    ),
    bytes,
    Buffer.from('\r\n--xyz--\r\n'),
  ]);
  const sent = { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=xyz', ...headers }, body };
  const answer = await api.send(HOST, `/api/files${query}`, sent);
  const said = JSON.parse(answer.body.toString());
  return { status: answer.status, id: said.id as string, ...said, code: said.error?.data.domain.code as string };
}
const get = (id: string, headers: Record<string, string> = { cookie }, query = '') =>
  api.send(HOST, `/api/files/${id}${query}`, { headers });

const photo = (width = 640, height = 480) =>
  sharp({ create: { width, height, channels: 3, background: '#7a5' } })
    .jpeg()
    .withExif({ IFD0: { Make: 'CAMERA-MAKER' }, IFD3: { GPSLatitude: '52/1 31/1 12/1', GPSLatitudeRef: 'N' } })
    .withMetadata({ orientation: 6 })
    .toBuffer();

describe('a photo', () => {
  test('is turned upright and loses its place and camera', async () => {
    const original = await photo();
    expect((await sharp(original).metadata()).exif?.includes('CAMERA-MAKER')).toBe(true);
    const kept = await upload(original, { name: '../../Küche 1.png' });
    expect(kept).toMatchObject({ status: 201, mediaType: 'image/jpeg', width: 480, height: 640 });
    const answer = await get(kept.id);
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'content-disposition': "inline; filename*=UTF-8''K%C3%BCche%201.jpg",
      'x-content-type-options': 'nosniff',
    });
    expect(answer.headers['cache-control']).toContain('private');
    expect(answer.headers['content-security-policy']).toContain('sandbox');
    const { exif, width, height } = await sharp(answer.body).metadata();
    expect({ exif, width, height }).toEqual({ exif: undefined, width: 480, height: 640 });
    const small = await get(kept.id, { cookie }, '?w=200');
    expect(await sharp(small.body).metadata()).toMatchObject({ format: 'webp', height: 200 });
    expect((await get(kept.id, { cookie }, '?w=201')).status).toBe(404);
  });

  test('may come as PNG, WebP or AVIF too', async () => {
    const picture = sharp({ create: { width: 50, height: 40, channels: 3, background: '#123' } });
    expect(await upload(await picture.clone().png().toBuffer())).toMatchObject({ mediaType: 'image/png' });
    expect(await upload(await picture.clone().webp().toBuffer())).toMatchObject({ mediaType: 'image/webp' });
    expect(await upload(await picture.clone().avif().toBuffer())).toMatchObject({ mediaType: 'image/webp' });
  });
});

describe('a file is given only to', () => {
  test('who sent it, as long as it is attached to nothing', async () => {
    const { id } = await upload(await photo());
    expect((await get(id)).status).toBe(200);
    for (const headers of [{}, { cookie: stranger }, { 'x-upload': newUploadToken(api.one.key).token }]) {
      expect((await get(id, headers as Record<string, string>)).status).toBe(404);
    }
    expect((await api.send('two.localhost', `/api/files/${id}`, { headers: { cookie } })).status).toBe(404);
  });

  test('the firm that it was sent for, of several that its sender belongs to', async () => {
    const kurt = await person(api.one, { email: 'kurt@one.test', contractor: true, password });
    await person(api.one, { email: 'fritz@one.test', contractor: true });
    const entrance = { entrance: 'contractors', email: 'kurt@one.test', password };
    await api.one.query(`insert into contractor (person_id, trades) values ($1, '{roof}')`, [kurt]);
    const firms = await api.one.query<{ id: string; mine: boolean }>(
      'select id, person_id = $1 as mine from contractor order by id',
      [kurt],
    );
    const headers = { cookie: (await api.call(HOST, 'session.signIn', entrance)).cookie ?? '' };
    const sent = async (query: string) => upload(await photo(), { headers, query });
    for (const { id: firm, mine } of firms) {
      const { id, code } = await sent(`?firm=${firm}`);
      if (!mine) {
        expect(code).toBe('notFound');
        continue;
      }
      const [row] = await api.one.query<{ by: object }>('select uploaded_by as by from stored_file where id = $1', [
        id,
      ]);
      expect(row?.by).toEqual({ kind: 'contractor', id: firm });
      expect((await get(id, headers)).status).toBe(200);
      expect((await get(id, { cookie: stranger })).status).toBe(404);
    }
    expect(firms.filter(({ mine }) => mine)).toHaveLength(2);
    expect((await sent('?firm=x')).code).toBe('badInput');
    const theirs = `?firm=${firms.find(({ mine }) => mine)?.id}`;
    expect((await upload(await photo(), { query: theirs })).code).toBe('notFound');
    expect((await upload(await photo(), { headers: {}, query: theirs })).code).toBe('signInNeeded');
  });

  test('the holder of the report form’s token', async () => {
    const begin = (reportCode: string) => api.call<{ token: string }>(HOST, 'portal.beginUpload', { reportCode });
    expect((await begin('nirgends')).code).toBe('linkUnknown');
    const [home] = await api.one.query<{ code: string }>('select report_code as code from property');
    const mine = { 'x-upload': (await begin(home?.code ?? '')).data?.token ?? '' };
    const { id } = await upload(await photo(), { headers: mine });
    expect((await get(id, mine)).status).toBe(200);
    expect((await get(id)).status).toBe(404);
    for (const token of ['', newUploadToken(api.two.key).token, newUploadToken(api.one.key, 0).token]) {
      expect((await upload(await photo(), { headers: { 'x-upload': token } })).code).toBe('signInNeeded');
    }
  });

  test('a PDF is kept as it is and never shown within our pages', async () => {
    const kept = await upload(pdf(), { name: 'Rechnung.pdf', type: 'application/pdf' });
    expect(kept).toMatchObject({ status: 201, mediaType: 'application/pdf' });
    const answer = await get(kept.id);
    expect(answer.headers['content-disposition']).toBe("attachment; filename*=UTF-8''Rechnung.pdf");
    expect(answer.body.equals(pdf())).toBe(true);
  });
});
