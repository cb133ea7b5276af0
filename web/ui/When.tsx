import type { JSX } from 'solid-js';
import { sayDate, sayDay, sayDue, sayFull, sayMoment, sayShort, saySince, sayTime } from './dates.ts';
import { locale } from './locale.ts';
import { now } from './now.ts';

const ways = {
  moment: sayMoment,
  day: sayDay,
  date: sayDate,
  due: sayDue,
  since: saySince,
  time: sayTime,
  short: sayShort,
};

/** A moment in words that stay right while the page is open; the full date on hover and in print. */
export function When(props: { iso: string; as?: keyof typeof ways; class?: string }): JSX.Element {
  const words = () => ways[props.as ?? 'moment'](props.iso, { locale: locale(), now: now() });
  return (
    <time datetime={props.iso} title={sayFull(props.iso, { locale: locale() })} class={props.class}>
      {words()}
    </time>
  );
}
