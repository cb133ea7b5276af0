import { useQueryClient } from '@tanstack/solid-query';
import { createEffect, createSignal } from 'solid-js';
import { type Answers, api, type Questions } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { sayFailure } from '../../refusals.ts';
import { overtakeToasts, toast } from '../../ui/Toast.tsx';
import { officeKey } from './queries.ts';

export type BatchCommand = Questions['batch']['start']['command'];
export type Batch = Answers['batch']['get'];

/** How often a running batch is asked how far it is. */
const LOOK_MS = 400;

const [current, setCurrent] = createSignal<string>();

/** The batch that is under way, or whose result is still shown; it stays while pages change. */
export const currentBatch = current;

/** Takes the result away. */
export const dismissBatch = (): void => {
  setCurrent(undefined);
};

/** Gives an act on many tickets; false when it was refused as a whole, which is said. */
export async function startBatch(command: BatchCommand, ticketIds: string[], text: string): Promise<boolean> {
  const id = crypto.randomUUID();
  try {
    await api.batch.start.mutate({ id, command, ticketIds, ...(text && { text }) });
    setCurrent(id);
    overtakeToasts();
    return true;
  } catch (error) {
    toast({ text: sayFailure(error), tone: 'late' });
    return false;
  }
}

/** How far a batch is; while it runs it is asked often, and what the office sees grows stale with it. */
export function useBatch() {
  const client = useQueryClient();
  const batch = useQuery(() => ({
    queryKey: ['batch', current()],
    queryFn: () => api.batch.get.query({ id: current() ?? '' }),
    enabled: current() !== undefined,
    refetchInterval: ({ state }: { state: { data: Batch | undefined } }) =>
      state.data && ['done', 'undone'].includes(state.data.state) ? (false as const) : LOOK_MS,
  }));
  createEffect(() => {
    if (!batch.isPending && ['done', 'undone'].includes(batch.data?.state ?? ''))
      void client.invalidateQueries({ queryKey: officeKey });
  });
  const undo = async () => {
    const id = current();
    if (!id) return;
    try {
      await api.batch.undo.mutate({ id });
    } catch (error) {
      toast({ text: sayFailure(error), tone: 'late' });
    }
    await client.invalidateQueries({ queryKey: ['batch', id] });
  };
  return { batch, undo };
}
