import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.ts';
import { takeDataDir, writeJson } from './services/data-dir.ts';
import { type Environment, readStartOptions, type StartOptions } from './services/environment.ts';
import { portIsFree } from './services/ports.ts';
import { noSpaceProblem, StartProblem } from './services/problem.ts';
import { type Addresses, addressTable, startProduct } from './services/product.ts';
import { Supervisor } from './services/supervisor.ts';
import { findTemporal } from './services/temporal.ts';

/** All must have ended by then; who has not is killed. The promise is 10 s. */
const STOP_WITHIN_MS = 9000;

const root = join(import.meta.dirname, '..');
const say = (text: string) => console.log(text);

let supervisor: Supervisor | undefined;
let giveBack = () => {};
let stopping = false;
let stopProduct = async () => {};

async function start(env: Environment): Promise<void> {
  const began = Date.now();
  const options = readStartOptions(env, process.cwd());
  await portMustBeFree(options);
  giveBack = takeDataDir(options.dataDir);
  supervisor = new Supervisor({ dataDir: options.dataDir, say });
  await supervisor.endLeftovers();
  // What a machine lacks is said before it builds for minutes.
  if (!env.TEMPORAL_ADDRESS) await findTemporal(say);
  await build();
  // What follows writes what people said and did: nobody else on this machine may read it.
  process.umask(0o077);
  const product = await startProduct(supervisor, options, env, say);
  stopProduct = product.stop;
  if (stopping) return;
  ready(options, product.addresses, began);
}

function ready(options: StartOptions, addresses: Addresses, began: number): void {
  const path = join(options.dataDir, 'addresses.json');
  // Passwords of demo accounts are in it.
  writeJson(path, addresses, 0o600);
  say(
    `\n${addressTable(addresses)}\n\nReady in ${Math.round((Date.now() - began) / 1000)} s. Ctrl-C stops everything.`,
  );
}

async function portMustBeFree({ host, port }: StartOptions): Promise<void> {
  const free = await portIsFree(port, host).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EACCES')
      throw new StartProblem(`Port ${port} may not be used by this user; set PORT to one above 1023.`);
    throw new StartProblem(`This machine has no address ${host}; set HOST to one that it has, or leave it out.`);
  });
  if (!free) {
    throw new StartProblem(
      `Port ${port} on ${host} is taken by another program; stop that one, or choose another: PORT=${port + 1} npm start`,
    );
  }
}

async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  const hurry = setTimeout(() => {
    supervisor?.killAll();
    giveBack();
    process.exit(code || 1);
  }, STOP_WITHIN_MS);
  await stopProduct().catch(() => {});
  await supervisor?.stopAll().catch(() => {});
  clearTimeout(hurry);
  giveBack();
  process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (!stopping) say('\nStopping …');
    void stop(0);
  });
}
// The bootstrap was killed: nobody could tell us to stop any more.
process.on('disconnect', () => void stop(0));
process.stdout.on('error', () => {});

try {
  const file = join(root, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
  await start(process.env);
} catch (error) {
  if (!stopping) {
    const problem = noSpaceProblem(error, process.env.DATA_DIR || '.data') ?? error;
    console.error(problem instanceof StartProblem ? `\n${problem.message}` : problem);
    await stop(1);
  }
}
