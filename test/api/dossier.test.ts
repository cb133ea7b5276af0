import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Dossier } from '../../api/dossier/ticket.ts';
import { knownKinds, sayAbout, sayFacts } from '../../api/dossier/words.ts';
import { templates } from '../../domain/lifecycle/outcome.ts';
import { type Answer, person, startTestApi, type TestApi } from '../support/api.ts';

const password = 'Regen auf Dach 7';
const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'procsm-dossier-'));
const ticket = randomUUID();
let api: TestApi;
let manager: string;
let cookie: string;

beforeAll(async () => {
  api = await startTestApi();
  const { one } = api;
  manager = await person(one, { email: 'berger@one.test', employee: 'manager', password });
  const resident = await person(one, { email: 'demir@one.test', resident: true, password });
  await one.query(
    `insert into ticket (id, number, property_id, place, reporter_id, category, urgency, title, description, phase,
       policy_version, command_id, reported_at, changed_at)
     select $1, 'V-2026-0001', id, 'common', $2, 'water', 'normal', 'Es tropft <script>', 'Seit heute früh', 'open', 1, $3,
       now(), now() from property`,
    [ticket, resident, randomUUID()],
  );
  const tell = (kind: string, audience: string[], text: string) =>
    one.query(`select append_timeline($1, now(), $2, 'ticket', $1, 1, null, $3, $4::text[], $5)`, [
      ticket,
      kind,
      JSON.stringify({ kind: 'employee', id: manager }),
      audience,
      JSON.stringify({ facts: { n: 1 }, words: { text }, files: [] }),
    ]);
  await tell('reported', ['reporter', 'management'], 'Es tropft vom Dach: Łódź, Ełk, Çınar, Ж, 🚰\u0007');
  await tell('noted', ['management'], 'Nur unter uns: der Dachdecker war schon hier');
  await tell('accepted', ['reporter', 'management'], '');
  cookie =
    (await api.call('one.localhost', 'session.signIn', { entrance: 'management', email: 'berger@one.test', password }))
      .cookie ?? '';
});

afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true, force: true });
});

function take(what: string, headers: Record<string, string> = { cookie }, host = 'one.localhost'): Promise<Answer> {
  return api.send(host, `/api/tickets/${ticket}/dossier.${what}`, { headers });
}

async function verified(name: string, content: Buffer | string): Promise<{ code: number; said: string }> {
  const path = join(folder, name);
  writeFileSync(path, content);
  return promisify(execFile)(process.execPath, [join(root, 'scripts', 'verify-dossier.mjs'), path]).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      said: error.stdout + error.stderr,
    }),
  );
}

test.each(['json', 'pdf', 'pdf?scope=outside', 'json?scope=outside'])(
  'a dossier (%s) is found to be as it was written by the stand-alone verifier',
  async (what) => {
    const answer = await take(what);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-disposition']).toContain('attachment; filename="Akte-V-2026-0001-');
    const { code, said } = await verified(what.replace('?', '.'), answer.body);
    expect(said).toContain('3 entries');
    expect(code).toBe(0);
  },
);

test('a dossier for others holds no word of what is internal, and its chain still checks', async () => {
  const { body } = await take('json?scope=outside');
  expect(body.toString()).not.toContain('unter uns');
  expect((await take('json')).body.toString()).toContain('unter uns');
});

test('whatever is changed, left out, added or put in another order afterwards is found', async () => {
  const whole = JSON.parse((await take('json')).body.toString()) as Dossier;
  const changes: [string, (dossier: Dossier) => unknown][] = [
    [
      'words',
      ({ entries }) => Object.assign(entries[1]!, { body: entries[1]!.body!.replace('Dachdecker', 'Klempner') }),
    ],
    [
      'words and their hash',
      ({ entries }) => Object.assign(entries[1]!, { body: '{}', bodyHash: entries[0]!.bodyHash }),
    ],
    ['the moment', ({ entries }) => Object.assign(entries[0]!, { at: '2020-01-01T00:00:00.000Z' })],
    ['who', ({ entries }) => Object.assign(entries[2]!, { actor: '{"kind": "system"}' })],
    ['for whom', ({ entries }) => entries[1]!.audience.push('reporter')],
    ['the last entry', ({ entries }) => entries.pop()],
    ['an entry', ({ entries }) => entries.splice(1, 1)],
    ['the order', ({ entries }) => entries.reverse()],
    ['of another ticket', (dossier) => Object.assign(dossier.ticket, { id: randomUUID() })],
    ['no reason for a missing body', ({ entries }) => Object.assign(entries[1]!, { body: null })],
  ];
  for (const [what, change] of changes) {
    const forged = structuredClone(whole);
    change(forged);
    expect((await verified('forged.json', JSON.stringify(forged))).code, what).toBe(1);
  }
  expect((await verified('no.json', '{}')).said).toContain('holds no dossier');
});

test('words that were erased are gone from the dossier, and the chain still checks', async () => {
  await api.one.query(`update timeline set body = null, salt = '' where file_id = $1 and kind = 'noted'`, [ticket]);
  const { body } = await take('pdf');
  const { code, said } = await verified('erased.pdf', body);
  expect(said).toContain('1 erased');
  expect(code).toBe(0);
});

test('only who may triage the ticket takes its dossier, and that they did is written down', async () => {
  const before = await api.one.query(`select from audit where what = 'ticket.dossier'`);
  const resident = await api.call('one.localhost', 'session.signIn', {
    entrance: 'residents',
    email: 'demir@one.test',
    password,
  });
  expect((await take('json', {})).status).toBe(401);
  expect((await take('json', { cookie: resident.cookie ?? '' })).status).toBe(401);
  expect((await take('json', { cookie }, 'two.localhost')).status).toBe(401);
  expect((await take('exe')).status).toBe(404);
  await api.one.query('update employee set all_properties = false where person_id = $1', [manager]);
  expect((await take('json')).status).toBe(404);
  await api.one.query('update employee set all_properties = true where person_id = $1', [manager]);
  expect((await take('json')).status).toBe(200);
  const after = await api.one.query(`select from audit where what = 'ticket.dossier'`);
  expect(after).toHaveLength(before.length + 1);
});

test('every kind of entry that the rules tell has words in the dossier', () => {
  const told = readdirSync(join(root, 'domain'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => [...readFileSync(join(root, 'domain', name), 'utf8').matchAll(/\.tell\(([^,]*)/g)])
    .flatMap(([, first = '']) => [...first.matchAll(/'(\w+)'/g)].map(([, kind = '']) => kind))
    .filter((kind) => kind !== 'proposeSlots');
  expect(told.length).toBeGreaterThan(20);
  expect(told.filter((kind) => !knownKinds.has(kind))).toEqual([]);
});

test('an entry says which dates it is about, in Berlin’s time, how it turned out and why', () => {
  const slots = [
    { id: 'one', starts: '2026-03-28T09:00:00.000Z', ends: '2026-03-28T11:00:00.000Z' },
    { id: 'two', starts: '2026-03-30T09:00:00.000Z', ends: '2026-03-30T11:30:00.000Z' },
  ];
  expect(sayFacts({ slots }, 'de')).toEqual([
    'Samstag, 28.03.2026, 10:00 – 12:00 Uhr',
    'Montag, 30.03.2026, 11:00 – 13:30 Uhr',
  ]);
  expect(sayFacts({ ...slots[0], sequence: 1 }, 'en')).toEqual(['Saturday, 28/03/2026, 10:00 – 12:00']);
  expect(sayFacts({ result: 'partial' }, 'de')).toEqual(['Teilweise erledigt']);
  expect(sayFacts({ reason: 'tooFar' }, 'de')).toEqual(['Zu weit entfernt']);
  expect(sayFacts({ starts: null, ends: null, contractor: 'x' }, 'de')).toEqual([]);
  expect(sayFacts({ slots: 'nonsense' }, 'de')).toEqual([]);
});

test('every message is called by words, not by its kind', () => {
  expect(templates.filter((name) => sayAbout(name, 'de') === name)).toEqual([]);
});
