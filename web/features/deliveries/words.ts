import { m } from '../../../.build/i18n/messages.js';
import type { Way } from '../../../domain/preferences/preferences.ts';
import { sayByWay } from '../preferences/words.ts';
import type { Delivery } from './queries.ts';

const again: Record<Way, () => string> = {
  mail: m.deliveries_again_mail,
  sms: m.deliveries_again_sms,
  fax: m.deliveries_again_fax,
  letter: m.deliveries_again_letter,
};
const by: Record<Way, () => string> = {
  mail: m.deliveries_by_mail,
  sms: m.deliveries_by_sms,
  fax: m.deliveries_by_fax,
  letter: m.deliveries_by_letter,
};

/** What the button says that sends it once more; `same`: by the way that failed. */
export const saySend = (way: Way, same: boolean): string => (same ? again : by)[way]();

/** "per E-Mail, per SMS und per Fax". */
function listed(ways: readonly Way[]): string {
  const said = ways.map(sayByWay);
  const last = said.pop();
  return said.length > 0 ? m.deliveries_and({ first: said.join(', '), last: last ?? '' }) : (last ?? '');
}

/** Why it did not arrive, in a sentence. */
export function sayReason({ trouble, channel, refused, detail, tookAfter }: Delivery): string {
  const way = channel ? sayByWay(channel) : '';
  if (trouble === 'cameBack')
    return `${m.deliveries_returned()} ${tookAfter && tookAfter !== 'mail' ? m.deliveries_took({ way: sayByWay(tookAfter) }) : m.deliveries_takes()}`;
  if (trouble === 'unclear' && detail === 'noReport') return m.deliveries_no_report();
  if (trouble === 'unclear') return detail === 'lost' ? m.deliveries_lost({ way }) : m.deliveries_no_answer({ way });
  if (refused.length > 0) return m.deliveries_refused({ ways: listed(refused) });
  return channel === null ? m.deliveries_no_address() : m.deliveries_given_up({ way });
}
