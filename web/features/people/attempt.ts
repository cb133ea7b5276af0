import { sayFailure } from '../../refusals.ts';
import { toast } from '../../ui/Toast.tsx';
import { useAgain } from './queries.ts';

/** Does what changes master data and says what was done, or why it was not; tells whether it was. The office asks again. */
export function useAttempt(): (does: () => Promise<unknown>, said: string) => Promise<boolean> {
  const again = useAgain();
  return async (does, said) => {
    try {
      await does();
      toast({ text: said });
      await again();
      return true;
    } catch (reason) {
      toast({ text: sayFailure(reason), tone: 'late' });
      return false;
    }
  };
}
