import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readJson, writeJson } from './data-dir.ts';
import { LogFile } from './log-file.ts';
import { noSpaceProblem, StartProblem } from './problem.ts';
import { isSameProcess, type ProcessIdentity, processIdentity } from './processes.ts';
import { startWatchdog, type Watchdog } from './watchdog.ts';

export type ServiceSpec = {
  /** Short name: of the log file and in messages. */
  name: string;
  command: string;
  args: string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** The user to run as, when we are root. */
  user?: { uid: number; gid: number };
  /** `message`: the child sends 'ready' over IPC. Otherwise asked every 100 ms until it says true. */
  ready: 'message' | (() => Promise<boolean>);
  readyWithinMs: number;
  stopSignal: 'SIGINT' | 'SIGTERM';
  stopWithinMs: number;
  /** Called before each start, restarts included. */
  beforeStart?: () => Promise<void>;
};

/** A child process that is kept running. `pid` is undefined between two lives. */
export type Service = { readonly name: string; readonly pid: number | undefined; stop(): Promise<void> };

const FIRST_RESTART_MS = 250;
const LONGEST_RESTART_MS = 10_000;
/** After this long without a fault the delay starts small again. */
const SETTLED_MS = 30_000;

type Recorded = ProcessIdentity & { name: string; signal: 'SIGINT' | 'SIGTERM' };

/**
 * Starts child processes, writes their logs, restarts those that die and stops all in the reverse order of their start.
 * Children are process groups of their own, so that Ctrl-C in a terminal reaches the supervisor alone, which then stops
 * them in order. Should the supervisor itself be killed, a watchdog ends them (and IPC children see `disconnect`).
 */
export class Supervisor {
  readonly dataDir: string;
  readonly #say: (text: string) => void;
  readonly #services: SupervisedService[] = [];
  #watchdog: Watchdog | undefined;
  #stopped = false;

  constructor(options: { dataDir: string; say?: (text: string) => void }) {
    this.dataDir = options.dataDir;
    this.#say = options.say ?? (() => {});
  }

  /** Starts a service and resolves when it is ready. @throws StartProblem with its last words when it does not get there. */
  async start(spec: ServiceSpec): Promise<Service> {
    if (this.#stopped) throw new StartProblem(`${spec.name} is not started: ProCSM is stopping.`);
    this.#watchdog ??= startWatchdog();
    const service = new SupervisedService(spec, {
      log: new LogFile(join(this.dataDir, 'logs', `${spec.name}.log`)),
      say: this.#say,
      changed: () => this.#record(),
      watchdog: this.#watchdog,
    });
    this.#services.push(service);
    await service.start();
    return service;
  }

  /** Stops everything, the youngest first; what does not end in its time is killed. */
  async stopAll(): Promise<void> {
    this.#stopped = true;
    for (const service of this.#services.toReversed()) await service.stop();
    this.#watchdog?.stop();
    this.#watchdog = undefined;
    rmSync(join(this.dataDir, 'processes.json'), { force: true });
  }

  /** Kills at once whatever still runs. */
  killAll(): void {
    this.#stopped = true;
    for (const service of this.#services.toReversed()) service.kill();
  }

  /** Ends what an earlier supervisor left behind in this data folder (it was killed, and the watchdog with it). */
  async endLeftovers(): Promise<void> {
    const path = join(this.dataDir, 'processes.json');
    const recorded = (readJson(path).processes ?? []) as Recorded[];
    for (const { signal, ...identity } of recorded.toReversed()) {
      if (!isSameProcess(identity)) continue;
      signalProcess(identity.pid, signal);
      for (let waited = 0; waited < 6000 && isSameProcess(identity); waited += 100) await sleep(100);
      if (isSameProcess(identity)) signalProcess(identity.pid, 'SIGKILL');
    }
    rmSync(path, { force: true });
  }

  #record(): void {
    const processes: Recorded[] = [];
    for (const { spec, pid } of this.#services) {
      if (pid !== undefined) processes.push({ name: spec.name, signal: spec.stopSignal, ...processIdentity(pid) });
    }
    try {
      writeJson(join(this.dataDir, 'processes.json'), { processes });
    } catch {
      // Only needed after a crash; a full disk must not end a running product.
    }
  }
}

type Surroundings = { log: LogFile; say: (text: string) => void; changed: () => void; watchdog: Watchdog };

class SupervisedService implements Service {
  readonly spec: ServiceSpec;
  readonly #with: Surroundings;
  #child: ChildProcess | undefined;
  #stopping = false;
  #faults = 0;

  constructor(spec: ServiceSpec, surroundings: Surroundings) {
    this.spec = spec;
    this.#with = surroundings;
  }

  get name(): string {
    return this.spec.name;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  async start(): Promise<void> {
    await this.#launch();
    const child = this.#child;
    if (child) this.#keepRunning(child);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(this.spec.stopSignal);
    const done = await Promise.race([ended.then(() => true), sleep(this.spec.stopWithinMs, false, { ref: false })]);
    if (!done) {
      this.kill();
      await Promise.race([ended, sleep(1000, undefined, { ref: false })]);
    }
  }

  kill(): void {
    this.#stopping = true;
    this.#killChild();
  }

  #killChild(): void {
    if (this.#child?.pid) signalProcess(-this.#child.pid, 'SIGKILL');
  }

  async #launch(): Promise<void> {
    const { spec } = this;
    const { log, changed, watchdog } = this.#with;
    await spec.beforeStart?.();
    if (this.#stopping) return;
    log.startAnew();
    const child = spawn(spec.command, spec.args, {
      cwd: spec.cwd,
      env: spec.env ?? process.env,
      ...spec.user,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', ...(spec.ready === 'message' ? (['ipc'] as const) : [])],
    });
    this.#child = child;
    child.stdout?.on('data', (chunk: Buffer) => log.write(chunk));
    child.stderr?.on('data', (chunk: Buffer) => log.write(chunk));
    if (child.pid) watchdog.add(child.pid, spec.stopSignal);
    const { pid } = child;
    child.once('exit', () => {
      if (pid) watchdog.remove(pid);
      this.#child = undefined;
      changed();
    });
    changed();
    await this.#untilReady(child);
  }

  async #untilReady(child: ChildProcess): Promise<void> {
    const { spec } = this;
    const over = new AbortController();
    const failed = new Promise<never>((_, reject) => {
      child.once('error', (error: NodeJS.ErrnoException) => reject(this.#problem(`cannot be run (${error.code})`)));
      // 'close', not 'exit': by then its last words are read.
      child.once('close', (code, signal) => reject(this.#problem(`ended with ${signal ?? code}`)));
      sleep(spec.readyWithinMs, undefined, { ref: false, signal: over.signal }).then(
        () => reject(this.#problem(`was not ready within ${spec.readyWithinMs / 1000} s`)),
        () => {},
      );
    });
    try {
      await Promise.race([
        failed,
        spec.ready === 'message' ? message(child, 'ready') : probed(spec.ready, over.signal),
      ]);
    } catch (error) {
      if (this.#child === child) this.#killChild();
      throw error;
    } finally {
      over.abort();
      failed.catch(() => {});
    }
  }

  #problem(what: string): StartProblem {
    const { log } = this.#with;
    const lastWords = log.tail.trim().split('\n').slice(-3).join('\n  ');
    return (
      noSpaceProblem(log.tail, log.path) ??
      new StartProblem(`${this.name} ${what}. Its log is ${log.path}${lastWords && ` and ends with:\n  ${lastWords}`}`)
    );
  }

  #keepRunning(child: ChildProcess): void {
    const readyAt = Date.now();
    child.once('exit', (code, signal) => {
      if (this.#stopping) return;
      if (Date.now() - readyAt > SETTLED_MS) this.#faults = 0;
      this.#with.say(`${this.name} ended unexpectedly (${signal ?? `code ${code}`}); it is started again.`);
      void this.#startAgain();
    });
  }

  async #startAgain(): Promise<void> {
    while (!this.#stopping) {
      await sleep(Math.min(FIRST_RESTART_MS * 2 ** this.#faults, LONGEST_RESTART_MS), undefined, { ref: false });
      this.#faults += 1;
      if (this.#stopping) return;
      try {
        await this.start();
        return;
      } catch (error) {
        if (!this.#stopping) this.#with.say((error as Error).message);
      }
    }
  }
}

function message(child: ChildProcess, wanted: string): Promise<void> {
  return new Promise((resolve) => {
    child.on('message', (text) => {
      if (text === wanted) resolve();
    });
  });
}

async function probed(probe: () => Promise<boolean>, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    if (await probe().catch(() => false)) return;
    await sleep(100);
  }
}

/** Signals a process (or, negative, its group); one that is gone already is fine. */
function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
