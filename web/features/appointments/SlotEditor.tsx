import { For, type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { addDays, berlinClock, berlinInstant, type Day, toInstant } from '../../../domain/time/berlin.ts';
import type { FederalState } from '../../../domain/time/workingTime.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { sayDate } from '../../ui/dates.ts';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';
import { Select } from '../../ui/Select.tsx';
import { nextSlot, type SlotDraft } from './slots.ts';

const MOST = 6;
const DAYS_AHEAD = 60;
const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const begins = Array.from({ length: 27 }, (_, half) => 7 * 60 + half * 30);
const lengths = [60, 90, 120, 180, 240, 480];
const MIDNIGHT = 24 * 60;

/** When a date begins and how long it is: a long one that would run into the next day becomes the longest that does not. */
function beginning({ length }: SlotDraft, begins: number): Pick<SlotDraft, 'begins' | 'length'> {
  const fits = lengths.filter((minutes) => begins + minutes < MIDNIGHT);
  return { begins, length: begins + length < MIDNIGHT ? length : (fits.at(-1) ?? length) };
}

/** Dates to offer, each a day with a window of time; made for thumbs: nothing to type. */
export function SlotEditor(props: {
  slots: readonly SlotDraft[];
  onChange: (slots: SlotDraft[]) => void;
  federalState: FederalState | null;
  error?: string | undefined;
  /** How many dates there may be. */
  most?: number | undefined;
}): JSX.Element {
  const days = (chosen: Day) => {
    const { day: today } = berlinClock(toInstant(now()));
    const ahead = Array.from({ length: DAYS_AHEAD }, (_, count) => addDays(today, count));
    return (ahead.includes(chosen) ? ahead : [...ahead, chosen]).map((day) => ({
      value: day,
      label: sayDate(berlinInstant(day, 12 * 60), { locale: locale(), now: now() }),
    }));
  };
  const change = (id: string, part: Partial<SlotDraft>) =>
    props.onChange(props.slots.map((slot) => (slot.id === id ? { ...slot, ...part } : slot)));
  return (
    <div class="flex flex-col gap-3">
      <ol class="flex flex-col gap-3">
        <For each={props.slots.map(({ id }) => id)}>
          {(id, index) => (
            <Show when={props.slots.find((slot) => slot.id === id)}>
              {(slot) => (
                <li class="rounded-xl border border-line bg-surface p-3.5">
                  <div class="flex items-start gap-2">
                    <div class="min-w-0 flex-1">
                      <Select
                        label={props.most === 1 ? m.visit_day() : m.order_slot_day({ index: index() + 1 })}
                        options={days(slot().day)}
                        value={slot().day}
                        onChange={(day) => change(id, { day })}
                      />
                    </div>
                    <Show when={props.slots.length > 1}>
                      <IconButton
                        icon="close"
                        label={m.order_slot_remove({ index: index() + 1 })}
                        onClick={() => props.onChange(props.slots.filter((other) => other.id !== id))}
                      />
                    </Show>
                  </div>
                  <div class="mt-2.5 grid grid-cols-2 gap-2.5">
                    <Select
                      label={m.order_slot_from()}
                      options={begins.map((minutes) => ({ value: String(minutes), label: clock(minutes) }))}
                      value={String(slot().begins)}
                      onChange={(value) => change(id, beginning(slot(), Number(value)))}
                    />
                    <Select
                      label={m.order_slot_until()}
                      options={lengths
                        .filter((minutes) => slot().begins + minutes < MIDNIGHT)
                        .map((minutes) => ({ value: String(minutes), label: clock(slot().begins + minutes) }))}
                      value={String(slot().length)}
                      onChange={(value) => change(id, { length: Number(value) })}
                    />
                  </div>
                </li>
              )}
            </Show>
          )}
        </For>
      </ol>
      <Show when={props.error}>
        <p role="alert" class="text-base text-late">
          {props.error}
        </p>
      </Show>
      <Show when={props.slots.length < (props.most ?? MOST)}>
        <Button
          type="button"
          look="quiet"
          icon="plus"
          onClick={() => props.onChange([...props.slots, nextSlot(props.slots, props.federalState, Date.now())])}
        >
          {m.order_slot_more()}
        </Button>
      </Show>
    </div>
  );
}
