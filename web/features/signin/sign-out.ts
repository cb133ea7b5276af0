import { m } from '../../../.build/i18n/messages.js';
import { refusalIn } from '../../api.ts';
import { sayRefusal } from '../../refusals.ts';
import { toast } from '../../ui/Toast.tsx';

/**
 * Ends a session and resolves to whether it has ended: only the server can take the cookie away, so without its answer
 * somebody is still signed in, which is said. A session that had ended before counts as ended.
 */
export async function signedOut(end: () => Promise<unknown>): Promise<boolean> {
  try {
    await end();
    return true;
  } catch (error) {
    const refusal = refusalIn(error);
    if (refusal.code === 'signInNeeded') return true;
    toast({ text: refusal.code === 'noConnection' ? m.signin_out_failed() : sayRefusal(refusal), tone: 'late' });
    return false;
  }
}
