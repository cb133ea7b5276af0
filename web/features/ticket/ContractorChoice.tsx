import { Key } from '@solid-primitives/keyed';
import { createSignal, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { comesTo, firstAsked, preferredRank } from '../../../domain/property/firstAsked.ts';
import type { Answers } from '../../api.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { sayDate } from '../../ui/dates.ts';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';
import { TextField } from '../../ui/TextField.tsx';
import { useContractors } from '../desk/queries.ts';
import { sayTrade } from './trades.ts';

type Contractor = Answers['directory']['contractors'][number];

/** How many are shown before one asks for all or searches. */
const SHOWN = 6;

function openOrders(count: number): string {
  if (count === 0) return m.ticket_order_open_none();
  return count === 1 ? m.ticket_order_open_one() : m.ticket_order_open_orders({ count });
}

/** "Im Urlaub bis 5. Dez., Vertretung: Elektro Kunz", or from when they will be. */
function sayVacation({ from, until, now: already, substitute }: NonNullable<Contractor['away']>): string {
  const day = (one: string) => sayDate(`${one}T12:00:00.000Z`, { locale: locale(), now: now() });
  const when = already
    ? m.ticket_order_away({ until: day(until) })
    : m.ticket_order_away_later({ from: day(from), until: day(until) });
  return substitute ? m.ticket_order_away_instead({ when, name: substitute }) : when;
}

/** Whether one of these firms is on vacation today. */
export function someAway(contractors: readonly Contractor[] | undefined, chosen: readonly string[]): boolean {
  return contractors?.some(({ id, away }) => away?.now && chosen.includes(id)) ?? false;
}

/**
 * Which contractors are asked, in which order: first those that the property prefers for the trade, then those of the
 * trade that come there, of these the least busy. The order of choosing is the order of asking.
 */
export function ContractorChoice(props: {
  trade: string | undefined;
  property: { id: string; postalCode: string };
  chosen: readonly string[];
  onChange: (ids: string[]) => void;
  without?: string | null;
  error?: string | undefined;
}): JSX.Element {
  const contractors = useContractors(() => props.property.id);
  const matter = () => ({ trade: props.trade, postalCode: props.property.postalCode });
  const isPreferred = (one: Contractor) => preferredRank(one, matter()) !== null;
  const [filter, setFilter] = createSignal('');
  const [all, setAll] = createSignal(false);
  const fits = (one: Contractor) => props.trade !== undefined && one.trades.includes(props.trade);
  const sorted = () =>
    firstAsked(
      (contractors.data ?? []).filter(({ id }) => id !== props.without),
      matter(),
    );
  const found = () => {
    const words = filter().trim().toLocaleLowerCase('de');
    if (!words) return sorted();
    return sorted().filter((one) =>
      `${one.name} ${one.trades.map(sayTrade).join(' ')}`.toLocaleLowerCase('de').includes(words),
    );
  };
  const shown = () => (all() || filter() ? found() : found().slice(0, SHOWN));
  const toggle = (id: string) =>
    props.onChange(props.chosen.includes(id) ? props.chosen.filter((other) => other !== id) : [...props.chosen, id]);
  return (
    <fieldset class="min-w-0">
      <legend class="font-semibold">{m.ticket_order_contractors()}</legend>
      <p class="mt-1 mb-2 text-sm text-muted">{m.ticket_order_contractors_hint()}</p>
      <Show when={sorted().length > SHOWN}>
        <div class="mb-2">
          <TextField
            type="search"
            label={m.ticket_order_filter()}
            hideLabel
            placeholder={m.ticket_order_filter()}
            value={filter()}
            onInput={(event) => setFilter(event.currentTarget.value)}
            onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
          />
        </div>
      </Show>
      <ul class="overflow-hidden rounded-xl border border-line">
        <Key
          each={shown()}
          by="id"
          fallback={<li class="px-3.5 py-3 text-muted">{m.ticket_order_no_contractors()}</li>}
        >
          {(one) => {
            const rank = () => props.chosen.indexOf(one().id);
            return (
              <li class="border-b border-line last:border-b-0">
                <label class="flex min-h-13 items-center gap-3 bg-surface px-3.5 py-2 transition-colors hover:bg-sunken has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-accent">
                  <input
                    type="checkbox"
                    class="sr-only"
                    checked={rank() >= 0}
                    disabled={rank() < 0 && props.chosen.length >= 10}
                    onChange={() => toggle(one().id)}
                  />
                  <span
                    aria-hidden="true"
                    class={`grid size-6 shrink-0 place-items-center rounded-full border-2 text-xs font-bold ${rank() >= 0 ? 'border-accent bg-accent text-on-accent' : 'border-line-strong'}`}
                  >
                    {rank() >= 0 ? rank() + 1 : ''}
                  </span>
                  <span class="min-w-0 flex-1">
                    <span class="block truncate font-semibold">{one().name}</span>
                    <span class="block truncate text-sm text-muted">
                      {one().internal ? `${m.ticket_order_internal()} · ` : ''}
                      {one().trades.map(sayTrade).join(', ')}
                    </span>
                    <Show when={one().away}>
                      {(away) => <span class="block text-sm font-semibold text-us">{sayVacation(away())}</span>}
                    </Show>
                  </span>
                  <span class="shrink-0 text-right text-sm text-muted">
                    <Show
                      when={isPreferred(one())}
                      fallback={
                        <Show when={fits(one())}>
                          <span class={`block font-semibold ${comesTo(one(), matter()) ? 'text-done' : ''}`}>
                            {comesTo(one(), matter()) ? m.ticket_order_fits() : m.ticket_order_far()}
                          </span>
                        </Show>
                      }
                    >
                      <span class="block font-semibold text-done">{m.ticket_order_preferred()}</span>
                    </Show>
                    {openOrders(one().openOrders)}
                  </span>
                </label>
              </li>
            );
          }}
        </Key>
      </ul>
      <Show when={shown().length < found().length}>
        <button
          type="button"
          class="mt-1.5 min-h-8 rounded text-sm font-semibold text-accent hover:underline"
          onClick={() => setAll(true)}
        >
          {m.ticket_order_all_contractors({ count: found().length })}
        </button>
      </Show>
      <Show when={props.error}>
        <p role="alert" class="mt-2 text-base text-late">
          {props.error}
        </p>
      </Show>
    </fieldset>
  );
}

/** Asks to confirm that a firm is asked although it is on vacation. */
export function AskAnyway(props: {
  confirmed: boolean;
  onConfirm: (confirmed: boolean) => void;
  /** Whether that it is missing is said. */
  tried: boolean;
}): JSX.Element {
  return (
    <Checkbox
      label={m.ticket_order_despite_away()}
      hint={m.ticket_order_despite_away_hint()}
      checked={props.confirmed}
      onChange={props.onConfirm}
      error={props.tried && !props.confirmed ? m.ticket_order_despite_away_needed() : undefined}
    />
  );
}
