import { m } from '../../../.build/i18n/messages.js';
import { api } from '../../api.ts';
import { sayFailure } from '../../refusals.ts';
import { toast } from '../../ui/Toast.tsx';
import { useAgain } from '../people/queries.ts';

/** Takes a hand-over or sale back, and says so. */
export function useUndo(): (unitId: string, actId: string) => Promise<void> {
  const again = useAgain();
  return async (unitId, actId) => {
    try {
      await api.units.undo.mutate({ id: unitId, actId });
      toast({ text: m.property_undone() });
    } catch (reason) {
      toast({ text: sayFailure(reason), tone: 'late' });
    } finally {
      await again();
    }
  };
}
