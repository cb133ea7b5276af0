import { useQueryClient } from '@tanstack/solid-query';
import { createSignal } from 'solid-js';
import { sayFailure } from '../../refusals.ts';
import { toast } from '../../ui/Toast.tsx';
import { keys } from './client.ts';

/** Does something for the operator, says that it was done, and asks anew for what it changed. */
export function useAct(): {
  busy: () => boolean;
  failure: () => string | undefined;
  clear: () => void;
  /** Resolves to whether it was done; where not, `failure` says why. */
  act: (work: () => Promise<unknown>, done: string, undo?: () => Promise<unknown>) => Promise<boolean>;
} {
  const client = useQueryClient();
  const [busy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<string>();
  const again = () => client.invalidateQueries({ queryKey: keys.overview });
  const act = async (work: () => Promise<unknown>, done: string, undo?: () => Promise<unknown>) => {
    setBusy(true);
    setFailure(undefined);
    try {
      await work();
      toast({
        text: done,
        ...(undo && {
          undo: () =>
            void undo()
              .catch((error) => toast({ text: sayFailure(error), tone: 'late' }))
              .finally(again),
        }),
      });
      return true;
    } catch (error) {
      setFailure(sayFailure(error));
      return false;
    } finally {
      setBusy(false);
      await again();
    }
  };
  return { busy, failure, clear: () => setFailure(undefined), act };
}
