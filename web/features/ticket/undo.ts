import type { QueryClient } from '@tanstack/solid-query';
import { m } from '../../../.build/i18n/messages.js';
import { isDomainErrorCode } from '../../../domain/errors.ts';
import { api } from '../../api.ts';
import { sayFailure, sayRefusal } from '../../refusals.ts';
import { toast } from '../../ui/Toast.tsx';
import { officeKey } from '../desk/queries.ts';

/** How often it is asked what came of taking something back, and how many times. */
const LOOK_MS = 400;
const LOOKS = 60;

/** Takes an act of the office back: the same way as one on many tickets. Says what came of it. */
export async function takeBack(client: QueryClient, commandId: string): Promise<void> {
  try {
    await api.batch.undo.mutate({ id: commandId });
    for (let look = 0; look < LOOKS; look += 1) {
      const { state, items } = await api.batch.get.query({ id: commandId });
      const [item] = items;
      if (state === 'undone' && item) {
        if (item.undo === 'done') toast({ text: m.ticket_done_taken_back() });
        else toast({ text: sayWhyNot(item.undoRefusal), tone: 'late' });
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    toast({ text: m.lifecycle_kept(), milliseconds: 12_000 });
  } catch (error) {
    toast({ text: sayFailure(error), tone: 'late' });
  } finally {
    void client.invalidateQueries({ queryKey: officeKey });
  }
}

function sayWhyNot(code: string | null): string {
  if (code === 'conflictingChange') return m.desk_batch_not_undone();
  return sayRefusal({ code: isDomainErrorCode(code) ? code : 'unexpected', details: {} });
}
