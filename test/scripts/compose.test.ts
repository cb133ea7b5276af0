import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CORE_SCHEMA, load, mergeTag } from 'js-yaml';
import { afterAll, expect, test } from 'vitest';
import { argumentsOf } from '../../scripts/services/arguments.ts';
import { SETTINGS } from '../../scripts/services/temporal.ts';

type Service = {
  image: string;
  build?: string;
  command?: string[];
  environment?: Record<string, string>;
  healthcheck?: { test: string[] };
  'x-no-healthcheck'?: string;
  volumes?: string[];
  ports?: string[];
  depends_on?: Record<string, { condition: string }>;
};

const root = join(import.meta.dirname, '..', '..');
const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
const { services, volumes } = load(text, { schema: CORE_SCHEMA.withTags(mergeTag) }) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};
const example = readFileSync(join(root, '.env.example'), 'utf8');
const all = Object.entries(services);

test('api and worker are two services of one image, so that each scales by itself', () => {
  const { api, worker } = services;
  expect(api?.image).toBe(worker?.image);
  expect(api?.build).toBe('.');
  expect(existsSync(join(root, 'Dockerfile'))).toBe(true);
  expect(api?.command).not.toEqual(worker?.command);
  for (const service of [api, worker]) {
    expect(existsSync(join(root, service?.command?.at(-1) ?? ''))).toBe(true);
    // A fixed name could be given once only.
    expect(service).not.toHaveProperty('container_name');
  }
  expect(worker?.ports).toBeUndefined();
});

test.each([
  ['api', 'api/server.ts'],
  ['worker', 'activities/worker.ts'],
])('the %s runs with what it runs with where all of this is tested', (name, entry) => {
  const told = argumentsOf(entry).map((word) =>
    word.replace(pathToFileURL(`${root}/`).href, './').replace(`${root}/`, ''),
  );
  expect(services[name]?.command).toEqual(['node', ...told]);
});

test.each(all)('%s is watched, or says why it need not be', (_name, service) => {
  if (service.healthcheck) expect(service.healthcheck.test.length).toBeGreaterThan(1);
  else expect(service['x-no-healthcheck']).toMatch(/\w+ \w+/);
});

test.each(all)('%s waits only for services that exist, in a way they can answer', (_name, service) => {
  for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
    expect(services).toHaveProperty(other);
    if (condition === 'service_healthy') expect(services[other]?.healthcheck).toBeDefined();
  }
});

test.each(all)(
  '%s has no secret of its own: what is secret comes from .env and stops the start when it is missing',
  (_name, service) => {
    for (const [name, value] of Object.entries(service.environment ?? {})) {
      if (/PASSWORD|PWD|_KEY/.test(name)) expect(value).toMatch(/^\$\{\w+:\?.+\}$/);
      if (/TOKEN|_SID/.test(name)) expect(value).toMatch(/^\$\{\w+:-\}$/);
      if (value.includes('://')) expect(value).toMatch(/\$\{\w+:\?/);
    }
  },
);

test('everything that .env can set is explained in .env.example, and what it calls necessary is', () => {
  const named = new Set([...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name));
  for (const name of named) expect(example).toContain(`# ${name}=`);
  const given = services.api?.environment ?? {};
  for (const name of [
    'DATABASE_URL',
    'TEMPORAL_ADDRESS',
    'SMTP_URL',
    'MAIL_FROM',
    'MASTER_KEY',
    'WEB_URL',
    'STORAGE_DIR',
  ])
    expect(given).toHaveProperty(name);
});

test('what is kept lies on named volumes, and only the proxy is reached from outside', () => {
  for (const [name, service] of all) {
    for (const volume of service.volumes ?? []) {
      const [source = ''] = volume.split(':');
      if (source.startsWith('./')) expect(existsSync(join(root, source))).toBe(true);
      else expect(volumes).toHaveProperty(source);
    }
    expect(service.ports ?? []).toHaveLength(name === 'proxy' ? 3 : 0);
  }
  expect(services.api?.volumes).toContain('files:/var/lib/procsm/files');
  expect(services.worker?.volumes).toContain('files:/var/lib/procsm/files');
});

test("Temporal's server has the same settings in production as where all of this is tested", () => {
  const file = load(readFileSync(join(root, 'scripts/production/temporal.yaml'), 'utf8')) as Record<string, unknown>;
  const given = Object.fromEntries(Object.entries(SETTINGS).map(([name, value]) => [name, [{ value }]]));
  expect(file).toEqual(given);
  const { temporal } = services;
  const [, mounted] =
    temporal?.volumes?.find((volume) => volume.startsWith('./scripts/production/temporal.yaml'))?.split(':') ?? [];
  expect(temporal?.environment?.DYNAMIC_CONFIG_FILE_PATH).toBe(mounted);
});

const folder = mkdtempSync(join(tmpdir(), 'procsm-backup-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a backup holds every database and file, links what has not changed, and fourteen nights are kept', () => {
  const [bin, files, backups] = ['bin', 'files', 'backups'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const path of [bin, join(files, 'wone/ab'), join(files, '.incoming'), backups])
    mkdirSync(path, { recursive: true });
  const program = (name: string, script: string) =>
    writeFileSync(join(bin, name), `#!/bin/bash\n${script}\n`, { mode: 0o755 });
  // PostgreSQL's own programs are not in the embedded package: these write the file that they are asked for.
  const toFile = 'for word in "$@"; do case "$word" in --file=*) echo "$*" > "$(echo "$word" | cut -c8-)";; esac; done';
  program('pg_dumpall', toFile);
  program('pg_dump', `[ "$FAIL" = 1 ] && exit 1\n${toFile}`);
  program('psql', 'echo procsm_control; echo w_7f3a; echo temporal');
  writeFileSync(join(files, 'wone/ab/abcd'), 'a photo');
  writeFileSync(join(files, 'wone/ab/gone'), 'to be erased');
  writeFileSync(join(files, '.incoming/half'), 'in the making');
  for (let night = 1; night <= 16; night += 1)
    mkdirSync(join(backups, `2020-01-${String(night).padStart(2, '0')}T020000Z`));
  const run = (env: Record<string, string> = {}) =>
    execFileSync('bash', [join(root, 'scripts', 'production', 'backup.sh'), 'once'], {
      env: { PATH: `${bin}:${process.env.PATH}`, BACKUP_FOLDER: backups, BACKUP_FILES: files, ...env },
      stdio: 'pipe',
    });
  const nights = () => readdirSync(backups).filter((name) => name.startsWith('20'));

  run();
  const first = join(backups, nights().at(-1)!);
  expect(nights()).toHaveLength(14);
  expect(readdirSync(join(first, 'databases')).sort()).toEqual(['procsm_control.dump', 'temporal.dump', 'w_7f3a.dump']);
  expect(existsSync(join(first, 'roles.sql'))).toBe(true);
  expect(existsSync(join(first, 'files/.incoming'))).toBe(false);

  rmSync(join(files, 'wone/ab/gone'));
  execFileSync('sleep', ['1.1']);
  run();
  const second = join(backups, nights().at(-1)!);
  expect(second).not.toBe(first);
  expect(statSync(join(second, 'files/wone/ab/abcd')).ino).toBe(statSync(join(first, 'files/wone/ab/abcd')).ino);
  expect(existsSync(join(second, 'files/wone/ab/gone'))).toBe(false);

  const before = nights();
  const lastGood = statSync(join(backups, 'last-good')).mtimeMs;
  expect(() => run({ FAIL: '1' })).toThrow();
  expect(nights()).toEqual(before);
  expect(statSync(join(backups, 'last-good')).mtimeMs).toBe(lastGood);
});
