import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { nouns } from '../domain/lifecycle/outcome.ts';
import { readJson, writeJson } from './services/data-dir.ts';
import { noSpaceProblem, StartProblem } from './services/problem.ts';
import { isSameProcess, processIdentity } from './services/processes.ts';

const root = join(import.meta.dirname, '..');
const output = join(root, '.build');
const stamps = join(output, 'stamps.json');

type Step = {
  title: string;
  /** Files and folders whose bytes decide whether the step is stale; what packages do is in the lock file. */
  inputs: string[];
  /** Exists only after the step. */
  product: string;
  run: () => Promise<void>;
};

type Name = 'texts' | 'workflows' | 'mail' | 'web';

const steps: Record<Name, Step> = {
  texts: { title: 'texts', inputs: ['web/i18n'], product: 'i18n/messages.js', run: buildTexts },
  workflows: { title: 'workflows', inputs: ['workflows', 'domain'], product: 'workflows.js', run: buildWorkflows },
  mail: { title: 'mail layout', inputs: ['activities/mail/layout.mjml'], product: 'mail-layout.html', run: buildMail },
  web: { title: 'web pages', inputs: ['web', 'domain'], product: 'web/index.html', run: buildWeb },
};

/** Each step keeps one core busy, so two go side by side. The pages are made of the texts, which come before them. */
const lines: readonly (readonly Name[])[] = [
  ['texts', 'web'],
  ['workflows', 'mail'],
];

/**
 * Brings `.build` up to date: texts (`i18n/`), workflow bundle (`workflows.js`), mail layout (`mail-layout.html`) and web
 * pages (`web/`). A step whose inputs have not changed is skipped; the others run in a process of their own, so that
 * their memory is given back.
 * @throws StartProblem when a step fails
 */
export async function build({ quiet = false }: { quiet?: boolean } = {}): Promise<void> {
  mkdirSync(output, { recursive: true });
  const giveBack = await takeTurn();
  try {
    // The turn is given back when nothing is being written any more, also where one of them failed.
    const ended = await Promise.allSettled(
      lines.map(async (line) => {
        for (const name of line) await bringUpToDate(name, quiet);
      }),
    );
    const failed = ended.find((end) => end.status === 'rejected');
    if (failed) throw failed.reason;
  } finally {
    giveBack();
  }
}

async function bringUpToDate(name: Name, quiet: boolean): Promise<void> {
  const step = steps[name];
  const missing = step.inputs.find((input) => !existsSync(join(root, input)));
  if (missing)
    throw new StartProblem(`The ${step.title} cannot be built: ${missing} is missing in this copy of ProCSM.`);
  const stamp = hashOf([...step.inputs, 'scripts/build.ts', 'package.json', 'package-lock.json']);
  if (readJson(stamps)[name] === stamp && existsSync(join(output, step.product))) return;
  if (!quiet) console.log(`Building the ${step.title} …`);
  await inOwnProcess(name, step.title);
  writeJson(stamps, { ...readJson(stamps), [name]: stamp });
}

// Two copies may be started from one clone at the same moment.
async function takeTurn(): Promise<() => void> {
  const lock = join(output, 'building.json');
  for (;;) {
    try {
      writeFileSync(lock, JSON.stringify(processIdentity(process.pid)), { flag: 'wx' });
      return () => rmSync(lock, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw noSpaceProblem(error, output) ?? error;
    }
    if (isSameProcess(readJson(lock))) await sleep(300);
    else rmSync(lock, { force: true });
  }
}

function hashOf(inputs: string[]): string {
  const hash = createHash('sha256');
  for (const input of inputs) {
    for (const file of filesOf(join(root, input)))
      hash.update(relative(root, file)).update('\0').update(readFileSync(file));
  }
  return hash.digest('hex');
}

function filesOf(path: string): string[] {
  try {
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return [path];
    throw error;
  }
}

function inOwnProcess(name: string, title: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [import.meta.filename, name], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let words = '';
    const keep = (chunk: Buffer) => {
      words = (words + chunk).slice(-20_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve();
      else if (signal) reject(new StartProblem(`Building the ${title} was ended by ${signal}.`));
      else
        reject(noSpaceProblem(words, output) ?? new StartProblem(`The ${title} could not be built:\n${words.trim()}`));
    });
  });
}

async function buildTexts(): Promise<void> {
  const { compileTexts } = await import('../web/i18n/compile.ts');
  await compileTexts();
}

async function buildWorkflows(): Promise<void> {
  const { bundleWorkflowCode } = await import('@temporalio/worker');
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(root, 'workflows', 'all.ts'),
    // Pure rules hold nothing of a single workflow: loaded once for all, an open ticket takes 200 KB instead of 310.
    preloadModules: nouns
      .flatMap((noun) => ['check', 'clock', 'hear', 'rules'].map((rules) => join(root, 'domain', noun, `${rules}.ts`)))
      .filter((path) => existsSync(path)),
  });
  writeWhole('workflows.js', code);
}

async function buildMail(): Promise<void> {
  const { default: mjml2html } = await import('mjml');
  const path = join(root, 'activities', 'mail', 'layout.mjml');
  const { html, errors } = await mjml2html(readFileSync(path, 'utf8'), {
    validationLevel: 'strict',
    filePath: path,
    // Named fonts would be fetched from Google by whoever reads the mail.
    fonts: {},
  });
  if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join('\n'));
  // Each mail is sent with it: a quarter of it is indentation, and few long lines are written sooner than many short ones.
  // What differs from mail to mail keeps lines of its own.
  const lines: string[] = [];
  for (const line of html.split('\n').map((text) => text.trim())) {
    const last = lines.at(-1) ?? '{{';
    if (last.includes('{{') || line.includes('{{')) lines.push(line);
    else lines.push(`${lines.pop()} ${line}`.trim());
  }
  writeWhole('mail-layout.html', lines.join('\n'));
}

async function buildWeb(): Promise<void> {
  const vite = await import('vite');
  await vite.build({ configFile: join(root, 'web', 'vite.config.ts'), logLevel: 'warn' });
}

function writeWhole(name: string, text: string): void {
  writeFileSync(join(output, `${name}.new`), text);
  renameSync(join(output, `${name}.new`), join(output, name));
}

if (import.meta.main) {
  const [name] = process.argv.slice(2);
  const step = Object.entries(steps).find(([each]) => each === name)?.[1];
  try {
    await (step ? step.run() : build());
    process.exit(0);
  } catch (error) {
    console.error(error instanceof StartProblem ? error.message : error);
    process.exit(1);
  }
}
