// Runs on any Node from 20 up and needs no package: it installs what is missing, then hands over to the pinned Node.
//   node scripts/bootstrap.mjs scripts/start.ts [arguments]
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const marker = join(modules, '.procsm-installed');
const installing = join(modules, '.procsm-installing');
const pinnedNode = join(modules, 'node', 'bin', 'node');

/** A problem that the operator can solve; its message is one sentence that says how. */
class StartProblem extends Error {}

main().catch((error) => {
  console.error(error instanceof StartProblem ? error.message : error);
  process.exit(1);
});

async function main() {
  const [script, ...args] = process.argv.slice(2);
  if (!script) throw new StartProblem('Usage: node scripts/bootstrap.mjs <script.ts> [arguments]');
  if (Number(process.versions.node.split('.')[0]) < 20) {
    throw new StartProblem(
      `This is Node.js ${process.versions.node}; ProCSM needs version 20 or newer to install itself. ` +
        'Install a newer Node.js and run the command again.',
    );
  }
  await installPackages();
  run(script, args);
}

function lockHash() {
  const hash = createHash('sha256');
  for (const name of ['package.json', 'package-lock.json']) {
    const path = join(root, name);
    if (existsSync(path)) hash.update(readFileSync(path));
  }
  return hash.digest('hex');
}

function installed() {
  return existsSync(marker) && existsSync(pinnedNode) && readFileSync(marker, 'utf8') === lockHash();
}

async function installPackages() {
  if (installed()) return;
  try {
    mkdirSync(modules, { recursive: true });
  } catch (error) {
    throw new StartProblem(
      error.code === 'ENOSPC' ? noSpace() : `The folder ${root} cannot be written (${error.code}); make it writable.`,
    );
  }
  await takeTurn();
  try {
    if (!installed()) await npmInstall();
  } finally {
    rmSync(installing, { force: true });
  }
}

// Two copies of the product may be started from one clone at the same moment; two npm at once would damage node_modules.
async function takeTurn() {
  for (let told = false; ; ) {
    try {
      writeFileSync(installing, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code === 'ENOSPC') throw new StartProblem(noSpace());
      if (error.code !== 'EEXIST') throw error;
    }
    const other = Number(existsSync(installing) && readFileSync(installing, 'utf8'));
    if (other && !alive(other)) rmSync(installing, { force: true });
    else {
      if (!told) console.log('Another start is installing the packages; waiting for it …');
      told = true;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

async function npmInstall() {
  console.log('Installing packages (the first time this takes one to three minutes) …');
  const started = Date.now();
  const args = ['install', '--no-save', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const viaNode = npm?.endsWith('.js') && existsSync(npm);
  const child = spawn(viaNode ? process.execPath : 'npm', viaNode ? [npm, ...args] : args, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  child.stderr.on('data', (chunk) => {
    output = (output + chunk).slice(-8000);
  });
  const progress = setInterval(() => console.log(`  … ${Math.round((Date.now() - started) / 1000)} s`), 15_000);
  const stop = (signal) => {
    child.kill(signal);
    rmSync(installing, { force: true });
    process.exit(128 + constants.signals[signal]);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const code = await new Promise((resolve, reject) => {
    child.on('error', (error) =>
      reject(
        error.code === 'ENOENT'
          ? new StartProblem('npm is not installed; install it (it comes with Node.js) and run the command again.')
          : error,
      ),
    );
    child.on('close', resolve);
  }).finally(() => clearInterval(progress));
  process.off('SIGINT', stop);
  process.off('SIGTERM', stop);
  if (code !== 0) {
    if (output.includes('ENOSPC')) throw new StartProblem(noSpace());
    process.stderr.write(output);
    throw new StartProblem(
      'The packages could not be installed (npm says why above). Check the connection to the package registry and run the command again.',
    );
  }
  if (!existsSync(pinnedNode)) {
    throw new StartProblem(
      'npm did not install Node.js 24 for this machine; run "npm rebuild node" and then the command again.',
    );
  }
  writeFileSync(marker, lockHash());
  console.log(`Packages installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

function noSpace() {
  return `There is no space left on the disk that holds ${root}; free about 2 GB and run the command again.`;
}

function run(script, args) {
  const child = spawn(pinnedNode, [join(root, script), ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, PATH: join(modules, '.bin') + delimiter + (process.env.PATH ?? '') },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // npm passes a signal on to its shell only, which ends without a word to us: our parent is another one then.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event) {
    setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500).unref();
  }
  child.on('error', (error) => {
    console.error(
      `Node.js 24 from node_modules could not be started (${error.code}); delete node_modules and try again.`,
    );
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (signal ? constants.signals[signal] : 1)));
}
