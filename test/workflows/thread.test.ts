import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';

const first = pathToFileURL(join(import.meta.dirname, '..', '..', 'activities', 'workflow-thread.ts')).href;

/** What `code`, given to a thread of the worker (or one that is not prepared like it), says with `say`. */
function inThread(code: string, prepared = true): Promise<string> {
  const whole = `import { parentPort } from 'node:worker_threads'; const say = (word) => parentPort.postMessage(word); ${code}`;
  return new Promise((resolve, reject) => {
    const url = new URL(`data:text/javascript,${encodeURIComponent(whole)}`);
    const thread = new Worker(url, { execArgv: prepared ? ['--import', first] : [] });
    thread.once('message', resolve);
    thread.once('error', reject);
  });
}

/** A call into a workflow as the SDK makes it, of 200 ms where 20 are allowed. */
const called = (isReplaying: boolean) => `
  import { createContext, Script } from 'node:vm';
  const context = createContext({ __temporal_args: [{}, 'activate', [{ isReplaying: ${isReplaying} }]] });
  const script = new Script('for (const end = Date.now() + 200; Date.now() < end; );');
  try {
    script.runInContext(context, { timeout: 20 });
    say('came to its end');
  } catch (error) {
    say(error.code);
  }`;
const ended = 'ERR_SCRIPT_EXECUTION_TIMEOUT';

test('a workflow that goes on is ended when it loops, one that repeats its history is not watched', async () => {
  expect(await inThread(called(false))).toBe(ended);
  expect(await inThread(called(true))).toBe('came to its end');
  expect(await inThread(called(true), false)).toBe(ended);
});

test('nothing is noted for each promise of a workflow', async () => {
  const hook = `
    import { promiseHooks } from 'node:v8';
    try {
      promiseHooks.createHook({ init() {} });
      say('noted');
    } catch {
      say('not noted');
    }`;
  expect(await inThread(hook)).toBe('not noted');
  expect(await inThread(hook, false)).toBe('noted');
});
