import { promiseHooks } from 'node:v8';
import { type Context, type RunningScriptOptions, Script } from 'node:vm';
import { isMainThread } from 'node:worker_threads';

/** What the SDK hands to a workflow's sandbox: whose it is, which of its functions, with what. */
type Call = [workflow: object, name: string, args: { isReplaying?: boolean }[]];

/**
 * Loaded into each thread of the worker before anything else (`--import`). In those that run workflows it leaves out two
 * habits of the SDK that take three quarters of what repeating a history costs; where a later SDK has not got what is
 * named here, nothing is left out.
 */
if (!isMainThread) {
  // The SDK notes a stack for each promise of each workflow, to show it in Temporal's interface, and goes without where
  // this hook is missing. Errors keep their stacks.
  promiseHooks.createHook = () => {
    throw new Error('no stacks are noted for promises');
  };
  // For each of some fifty calls the SDK begins a thread that would end an endless loop. What a workflow repeats from its
  // history has ended before.
  const repeating = new WeakSet<object>();
  const run = Script.prototype.runInContext;
  Script.prototype.runInContext = function (context: Context, options?: RunningScriptOptions) {
    const call = context.__temporal_args as Call | undefined;
    if (!call) return run.call(this, context, options);
    const [workflow, name, [first]] = call;
    if (name === 'activate')
      if (first?.isReplaying) repeating.add(workflow);
      else repeating.delete(workflow);
    return run.call(this, context, repeating.has(workflow) ? { ...options, timeout: undefined } : options);
  };
}
