import type { JSX } from 'solid-js';
import { sayMoney } from './amounts.ts';
import { locale } from './locale.ts';

/** An amount in euros, from cents, that never breaks across lines. */
export function Money(props: { cents: number; class?: string }): JSX.Element {
  return <span class={`whitespace-nowrap tabular-nums ${props.class ?? ''}`}>{sayMoney(props.cents, locale())}</span>;
}
