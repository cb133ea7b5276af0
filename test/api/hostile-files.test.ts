import { readdirSync, readFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inspectPdf } from '../../api/inspect-pdf.ts';
import { turnstile } from '../../api/isolated.ts';
import { newUploadToken } from '../../api/upload-token.ts';
import { startTestApi, type TestApi } from '../support/api.ts';
import { hostileFiles, hostileNames, hostilePdfs, MARKUP } from '../support/hostile-files.ts';
import { hostilePictures, SECRETS } from '../support/hostile-pictures.ts';

const HOST = 'one.localhost';
/** Kinds that a browser shows or stores, and never runs. */
const HARMLESS = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'];
const MEBIBYTE = 1024 * 1024;

let api: TestApi;
let headers: Record<string, string>;
beforeAll(async () => {
  api = await startTestApi();
  headers = { 'x-upload': newUploadToken(api.one.key).token };
});
afterAll(() => api.close());

type Sent = { name?: string | null; type?: string };
async function upload(bytes: Buffer, { name = 'foto.jpg', type = 'image/jpeg' }: Sent = {}) {
  const named = name === null ? '' : `; filename="${name}"`;
  const body = Buffer.concat([
    Buffer.from(`--xyz\r\ncontent-disposition: form-data; name="file"${named}\r\ncontent-type: ${type}\r\n\r\n`),
    bytes,
    Buffer.from('\r\n--xyz--\r\n'),
  ]);
  await api.one.query('delete from rate_limit');
  const answer = await api.send(HOST, '/api/files', {
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=xyz', ...headers },
    body,
  });
  const { id, mediaType, error } = JSON.parse(answer.body.toString());
  return { status: answer.status, id: id as string, becomes: (mediaType ?? error?.data.domain?.code) as string };
}

/** Asserts that what is kept can't run, whoever opens it, and returns its bytes. */
async function kept(what: string, id: string): Promise<Buffer> {
  const { status, headers: given, body } = await api.send(HOST, `/api/files/${id}`, { headers });
  expect({ what, status }).toEqual({ what, status: 200 });
  expect(HARMLESS, what).toContain(given['content-type']);
  expect(given['x-content-type-options'], what).toBe('nosniff');
  expect(given['content-security-policy'], what).toBe("default-src 'none'; sandbox; frame-ancestors 'none'");
  const disposition = given['content-type'] === 'application/pdf' ? 'attachment' : 'inline';
  expect(given['content-disposition'], what).toMatch(
    new RegExp(String.raw`^${disposition}; filename\*=UTF-8''[\w.!~%-]{1,1100}\.(jpg|png|webp|pdf)$`),
  );
  return body;
}

test('of seventy hostile files none runs, each is answered in time with its reason, and no photo tells its place', async () => {
  // Some of the PDFs: all of them are looked at below, where it costs nothing.
  const pdfs = hostilePdfs().filter((_, n) => n % 4 === 0);
  const files = [...(await hostilePictures()), ...hostileFiles(), ...pdfs];
  expect(new Set(files.map(([what]) => what)).size).toBe(files.length);
  expect(files.length).toBeGreaterThanOrEqual(70);
  const watch = watchMemory();
  const atOnce = turnstile(2);
  const slow: string[] = [];
  const tried = files.map(([what, bytes, becomes]) =>
    atOnce(async () => {
      const began = performance.now();
      const answer = await upload(bytes);
      const took = performance.now() - began;
      if (took > 20_000) slow.push(`${what}: ${Math.round(took)} ms`);
      const picture = becomes.startsWith('image/');
      const good = picture || becomes === 'application/pdf';
      return { what, bytes, becomes, answer, picture, good };
    }),
  );
  const found = await Promise.all(tried);
  const memory = watch();
  expect(found.map(({ what, answer }) => [what, answer.becomes])).toEqual(
    found.map(({ what, becomes }) => [what, becomes]),
  );
  expect(slow).toEqual([]);
  for (const { what, answer, picture, good } of found) {
    if (!good) {
      expect({ what, id: answer.id, refused: answer.status >= 400 && answer.status < 500 }).toEqual({
        what,
        id: undefined,
        refused: true,
      });
      continue;
    }
    const body = await kept(what, answer.id);
    if (!picture) continue;
    const { exif, xmp, iptc, orientation, comments } = await sharp(body).metadata();
    expect({ what, exif, xmp, iptc, orientation, comments }).toEqual({ what });
    for (const mark of [...SECRETS, MARKUP, '<', 'alert(1)', 'PK\x03\x04', '%PDF', 'Exif'].filter(
      ({ length }) => length > 3,
    ))
      expect(body.includes(mark, 0, 'latin1'), `${what}: ${mark}`).toBe(false);
  }
  // Nothing that was refused is on the disk or in the table.
  const [{ rows } = { rows: 0 }] = await api.one.query<{ rows: number }>(
    'select count(*)::int as rows from stored_file',
  );
  expect(rows).toBe(found.filter(({ good }) => good).length);
  expect(memory.own).toBeLessThan(300 * MEBIBYTE);
  expect(memory.child).toBeLessThan(330 * MEBIBYTE);
  // On a busy machine an answer waits for its turn; on a calm one this is when it comes.
  expect(memory.processorMs).toBeLessThan(5_000);
  console.info(JSON.stringify({ files: files.length, ...memory }));
});

test('of hostile PDFs none is kept that holds a program, however it hides it', () => {
  const pdfs = hostilePdfs();
  expect(pdfs.length).toBeGreaterThanOrEqual(25);
  for (const [what, bytes, becomes] of pdfs) {
    const began = performance.now();
    expect([what, inspectPdf(bytes) ?? 'application/pdf']).toEqual([what, becomes]);
    expect(performance.now() - began, what).toBeLessThan(5_000);
  }
});

test('a file’s name can’t lead elsewhere, turn around or end as a program', async () => {
  const photo = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#7a5' } })
    .jpeg()
    .toBuffer();
  const atOnce = turnstile(2);
  await Promise.all(
    hostileNames.map(([what, name]) =>
      atOnce(async () => {
        const { becomes, id } = await upload(photo, { name });
        expect([what, becomes]).toEqual([what, 'image/jpeg']);
        await kept(what, id);
        const [{ stored } = { stored: '' }] = await api.one.query<{ stored: string }>(
          'select name as stored from stored_file where id = $1',
          [id],
        );
        expect(stored, what).toMatch(/^[^\p{C}<>:"|?*\\/]{1,120}\.jpg$/u);
      }),
    ),
  );
});

test('a photo whose part has no name is kept under one', async () => {
  const photo = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#7a5' } })
    .jpeg()
    .toBuffer();
  const { becomes, id } = await upload(photo, { name: null, type: 'application/octet-stream' });
  expect(becomes).toBe('image/jpeg');
  await kept('no name', id);
});

test('a page that calls itself a file of each kind is none', async () => {
  const claims = ['image/png', 'image/gif', 'image/svg+xml', 'application/pdf'];
  for (const type of claims) {
    const name = `foto.${type.split(/[/+]/)[1]}`;
    expect([type, (await upload(Buffer.from(MARKUP), { name, type })).becomes]).toEqual([type, 'fileType']);
  }
});

/**
 * Watches how much more memory this process takes, and how much memory and processor the hungriest of those took that it
 * started.
 */
function watchMemory(): () => { own: number; child: number; processorMs: number } {
  const before = process.memoryUsage().rss;
  const found = { own: 0, child: 0, processorMs: 0 };
  const watch = setInterval(() => {
    found.own = Math.max(found.own, process.memoryUsage().rss - before);
    const tasks = readdirSync('/proc/self/task');
    for (const pid of tasks.flatMap((task) => read(`/proc/self/task/${task}/children`).split(' ').filter(Boolean))) {
      const [, pages = 0] = read(`/proc/${pid}/statm`).split(' ').map(Number);
      const fields = read(`/proc/${pid}/stat`)
        .replace(/^.*\) /s, '')
        .split(' ')
        .map(Number);
      found.child = Math.max(found.child, pages * 4_096);
      found.processorMs = Math.max(found.processorMs, ((fields[11] ?? 0) + (fields[12] ?? 0)) * 10);
    }
  }, 50);
  return () => {
    clearInterval(watch);
    return found;
  };
}

/** A file of /proc; empty where the process has ended. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
