import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './ports.ts';
import { noSpaceProblem, StartProblem } from './problem.ts';
import { isSameProcess, processIdentity } from './processes.ts';

/** What a data folder keeps for itself, mode 600. Made once; losing it makes the data unreadable. */
export type Secrets = {
  postgresPassword: string;
  masterKey: string;
  smsAccount: string;
  smsToken: string;
  mailHook: string;
  operator: string;
};

const WANTED_MEGABYTES = 500;

/**
 * Makes the data folder and takes it for this process. Returns the function that gives it back.
 * @throws StartProblem when another copy runs in it, when it cannot be written, or when the disk is nearly full.
 */
export function takeDataDir(dataDir: string): () => void {
  try {
    // Others may pass (the user that runs PostgreSQL), but not look.
    if (!existsSync(dataDir)) mkdirSync(dataDir, { recursive: true, mode: 0o711 });
    mkdirSync(join(dataDir, 'logs'), { recursive: true, mode: 0o700 });
    const disk = statfsSync(dataDir);
    const free = Math.floor((disk.bavail * disk.bsize) / 1e6);
    if (free < WANTED_MEGABYTES) {
      throw new StartProblem(
        `Only ${free} MB are free on the disk that holds ${dataDir}, ProCSM needs ${WANTED_MEGABYTES} MB; ` +
          'free some, or set DATA_DIR to a folder on another disk.',
      );
    }
    return takeLock(dataDir);
  } catch (error) {
    if (error instanceof StartProblem) throw error;
    throw noSpaceProblem(error, dataDir) ?? unwritable(dataDir, error);
  }
}

function unwritable(dataDir: string, error: unknown): StartProblem {
  return new StartProblem(
    `The data folder ${dataDir} cannot be written (${(error as NodeJS.ErrnoException).code ?? error}); ` +
      'make it writable, or set DATA_DIR to another folder.',
  );
}

function takeLock(dataDir: string): () => void {
  const path = join(dataDir, 'running.json');
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      writeFileSync(path, JSON.stringify(processIdentity(process.pid)), { flag: 'wx' });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const other = readJson(path);
    if (isSameProcess(other)) {
      throw new StartProblem(
        `ProCSM already runs in ${dataDir} (process ${other.pid}). ` +
          'Stop that one first, or start this one with another DATA_DIR and another PORT.',
      );
    }
    rmSync(path, { force: true });
  }
  throw new StartProblem(`Another copy of ProCSM is just starting in ${dataDir}; set another DATA_DIR for this one.`);
}

/** The secrets of a data folder, made at the first call. */
export function secretsOf(dataDir: string): Secrets {
  const path = join(dataDir, 'secrets.json');
  const kept = readJson(path) as Partial<Secrets>;
  const secrets: Secrets = {
    postgresPassword: kept.postgresPassword ?? randomBytes(24).toString('base64url'),
    masterKey: kept.masterKey ?? randomBytes(32).toString('base64url'),
    smsAccount: kept.smsAccount ?? `AC${randomBytes(16).toString('hex')}`,
    smsToken: kept.smsToken ?? randomBytes(16).toString('hex'),
    mailHook: kept.mailHook ?? randomBytes(24).toString('base64url'),
    operator: kept.operator ?? randomBytes(12).toString('base64url'),
  };
  if (Object.keys(secrets).some((key) => !(key in kept))) writeJson(path, secrets, 0o600);
  return secrets;
}

/** A free loopback port for `name`: the one it had at the last start where that is still free. */
export async function keptPort(dataDir: string, name: string): Promise<number> {
  const path = join(dataDir, 'ports.json');
  const ports = readJson(path) as Record<string, number>;
  const port = await freePort(ports[name]);
  if (ports[name] !== port) writeJson(path, { ...ports, [name]: port });
  return port;
}

/** Reads a JSON object; a missing or damaged file is an empty object. */
export function readJson(path: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return {};
    throw error;
  }
}

/** Writes a JSON file whole or not at all, even if the process dies meanwhile. */
export function writeJson(path: string, value: unknown, mode = 0o644): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode });
  renameSync(`${path}.new`, path);
}
