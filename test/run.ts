import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../scripts/build.ts';
import { startPostgres } from '../scripts/services/postgres.ts';
import { StartProblem } from '../scripts/services/problem.ts';
import { Supervisor } from '../scripts/services/supervisor.ts';
import { findTemporal, findTestServer, startTemporal } from '../scripts/services/temporal.ts';
import { findChromium } from './support/chromium.ts';
import { offerCommonProduct } from './support/common-product.ts';
import { makeTemplates } from './support/postgres.ts';

// npm test [-- file filters and vitest's options]; --long runs the long tests too, --only-long nothing else.

const root = join(import.meta.dirname, '..');
/** What statfs calls a file system in memory. */
const TMPFS = 0x01021994;
/** More than all databases of a run take, in bytes. */
const ROOM = 8 * 2 ** 30;
// Loading code costs each of the many processes of a run a third less with it; it goes by content.
process.env.NODE_COMPILE_CACHE ??= join(root, '.cache', 'compiled');
const say = (text: string) => console.log(text);
const dataDir = mkdtempSync(join(spacious(), 'procsm-test-'));
const supervisor = new Supervisor({ dataDir, say });
let product: { close(): Promise<void> } | undefined;
let ending: Promise<void> | undefined;

/**
 * Where the servers of the run keep their files: in memory where there is plenty of it. Each test makes databases of some
 * hundred small files and drops them, and an ext4 without a journal, as virtual machines have, looks at each file that was
 * just removed before it makes another: a copy of a database costs ten to twenty times as much then.
 */
function spacious(): string {
  const memory = '/dev/shm';
  try {
    const { type, bavail, bsize } = statfsSync(memory);
    if (type === TMPFS && bavail * bsize > ROOM && process.availableMemory() > ROOM + ROOM / 2) return memory;
  } catch {
    // Not every system has it.
  }
  return tmpdir();
}

function end(): Promise<void> {
  ending ??= (async () => {
    await product?.close();
    await supervisor.stopAll();
  })().finally(() => rmSync(dataDir, { recursive: true, force: true }));
  return ending;
}

async function run(args: string[]): Promise<number> {
  const which = args.includes('--only-long') ? 'long' : args.includes('--long') ? 'all' : 'short';
  const passedOn = args.filter((arg) => arg !== '--long' && arg !== '--only-long');
  const chromium = await findChromium(say);
  // The first time the two are downloaded, which leaves the cores to the build.
  const [testServer] = await Promise.all([findTestServer(say), findTemporal(say), build()]);
  say('Starting PostgreSQL and Temporal for the tests …');
  // The two are independent, but not faster at once on two cores.
  const postgres = await startPostgres(supervisor, { durable: false });
  const temporal = await startTemporal(supervisor, { say, durable: false });
  await makeTemplates(postgres.url);
  const common = await offerCommonProduct(join(dataDir, 'product'), postgres.url);
  product = common;
  return vitest(passedOn, {
    PROCSM_TESTS: which,
    TEST_DATABASE_URL: postgres.url,
    TEST_TEMPORAL_ADDRESS: temporal.address,
    TEST_TEMPORAL_TEST_SERVER: testServer,
    TEST_PRODUCT: common.address,
    CHROMIUM_PATH: chromium,
    // Some tests alone do not carry everything out.
    ...(passedOn.length === 0 && which !== 'long' && { TEST_CARRIED_OUT: join(dataDir, 'carried-out') }),
  });
}

function vitest(args: string[], environment: Record<string, string>): Promise<number> {
  // CI counts from the JSON report, see .ci/run.
  const report = process.env.TEST_REPORT;
  const reporters = report ? ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`] : [];
  const child = spawn(
    process.execPath,
    [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...reporters, ...args],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...environment } },
  );
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 1)));
  });
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => void end().finally(() => process.exit(128 + constants.signals[signal])));
}
process.on('disconnect', () => void end().finally(() => process.exit(1)));

let code = 1;
try {
  code = await run(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof StartProblem ? error.message : error);
}
await end();
process.exit(code);
