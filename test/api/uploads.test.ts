import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newUploadToken } from '../../api/upload-token.ts';
import { person, startTestApi, type TestApi } from '../support/api.ts';

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

async function upload(bytes: Buffer, given: { name?: string; type?: string; headers?: Record<string, string> } = {}) {
  const { name = 'foto.jpg', type = 'image/jpeg', headers = { cookie } } = given;
  const body = Buffer.concat([
    Buffer.from(
      `--xyz\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: ${type}\r\n\r\n`,
    ),
    bytes,
    Buffer.from('\r\n--xyz--\r\n'),
  ]);
  const sent = { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=xyz', ...headers }, body };
  const answer = await api.send(HOST, '/api/files', sent);
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

function pdf(
  extra = '',
  body = '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj',
) {
  return Buffer.from(`%PDF-1.7\n${body}\n${extra}\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n`, 'latin1');
}
function hiddenInStream(text: string): string {
  const packed = deflateSync(Buffer.from(text, 'latin1'));
  return `9 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length ${packed.length}>>stream\n${packed.toString('latin1')}\nendstream endobj`;
}

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

describe('a file that is not what it should be is refused with its reason', () => {
  const jpeg = photo(1_200, 900);
  const cases: [string, () => Promise<Buffer> | Buffer, string][] = [
    ['SVG', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), 'fileType'],
    ['HTML named as a photo', () => Buffer.from('<!doctype html><script>alert(1)</script>'), 'fileType'],
    [
      'EICAR',
      () => Buffer.from(`X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-${'TEST-FILE!$H+H*'}`),
      'fileType',
    ],
    ['a ZIP', () => Buffer.from('504b03041400000008000000', 'hex'), 'fileType'],
    ['a GIF with HTML', () => Buffer.from('GIF89a/*<script>alert(1)</script>*/=1'), 'fileType'],
    ['nothing', () => Buffer.alloc(0), 'fileType'],
    ['a truncated JPEG', async () => (await jpeg).subarray(0, (await jpeg).length >> 1), 'fileContent'],
    [
      'a JPEG of noise',
      () => Buffer.concat([Buffer.from('ffd8ffe000104a464946', 'hex'), Buffer.alloc(999, 7)]),
      'fileContent',
    ],
    ['60 megapixels', () => bigPng(10_000, 6_000), 'tooManyPixels'],
    ['a pixel bomb', () => bigPng(60_000, 60_000), 'tooManyPixels'],
    ['26 MB', () => Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(26 * 1024 * 1024)]), 'fileTooLarge'],
    ['a PDF with scripts', () => pdf('3 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj'), 'fileActive'],
    ['a PDF with scripts, written in escapes', () => pdf('3 0 obj<</S/J#61vaScript/J#53(x)>>endobj'), 'fileActive'],
    ['a PDF with scripts in a packed stream', () => pdf(hiddenInStream('3 0 <</S/JavaScript/JS(x)>>')), 'fileActive'],
    ['a PDF that starts a program', () => pdf('3 0 obj<</S/Launch/F(cmd.exe)>>endobj'), 'fileActive'],
    ['a PDF with files in it', () => pdf('3 0 obj<</Names<</EmbeddedFiles 4 0 R>>>>endobj'), 'fileActive'],
    ['an encrypted PDF', () => pdf('trailer<</Encrypt 5 0 R>>'), 'fileLocked'],
    ['a truncated PDF', () => pdf().subarray(0, 60), 'fileContent'],
    ['a PDF with a page behind it', () => Buffer.concat([pdf(), Buffer.from('<script>1</script>')]), 'fileContent'],
  ];
  test.each(cases)('%s', async (_name, make, code) => {
    const from = performance.now();
    expect((await upload(await make())).code).toBe(code);
    expect(performance.now() - from).toBeLessThan(20_000);
  });

  test('a photo with a page behind it keeps its pixels only', async () => {
    const kept = await upload(Buffer.concat([await jpeg, Buffer.from('<script>alert(1)</script>')]));
    expect(kept.status).toBe(201);
    expect((await get(kept.id)).body.includes('<script>')).toBe(false);
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

  test('the holder of the report form’s token', async () => {
    const mine = { 'x-upload': newUploadToken(api.one.key).token };
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

/** A PNG that says it is this large and packs to almost nothing. */
async function bigPng(width: number, height: number): Promise<Buffer> {
  const small = await sharp({ create: { width: 1, height: 1, channels: 3, background: '#000' } })
    .png()
    .toBuffer();
  const header = Buffer.from(small.subarray(0, 33));
  header.writeUInt32BE(width, 16);
  header.writeUInt32BE(height, 20);
  const { crc32 } = await import('node:zlib');
  header.writeUInt32BE(crc32(header.subarray(12, 29)), 29);
  return Buffer.concat([header, small.subarray(33)]);
}
