import { Key } from '@solid-primitives/keyed';
import { A } from '@solidjs/router';
import { type JSX, Show } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import { berlinClock } from '../../../domain/time/berlin.ts';
import { sayDate, sayHours } from '../../ui/dates.ts';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';
import { Pill } from '../../ui/Pill.tsx';
import type { Appointment } from './queries.ts';
import { placeOf, titleOf } from './words.ts';

/** The appointments day by day: who comes where, when, and to whom. */
export function AppointmentList(props: { appointments: readonly Appointment[] }): JSX.Element {
  const days = () => {
    const found = new Map<string, Appointment[]>();
    for (const each of props.appointments) {
      const { day } = berlinClock(each.starts);
      found.set(day, [...(found.get(day) ?? []), each]);
    }
    return [...found];
  };
  return (
    <Key each={days()} by={([day]) => day}>
      {(day) => (
        <section aria-labelledby={`day-${day()[0]}`}>
          <h2 id={`day-${day()[0]}`} class="px-5 pt-4.5 pb-2 font-semibold max-sm:px-4">
            {sayDate(day()[1][0]?.starts ?? day()[0], { locale: locale(), now: now() })}
          </h2>
          <ul class="border-y border-line bg-surface">
            <Key each={day()[1]} by="id">
              {(each) => (
                <li class="border-b border-line last:border-b-0">
                  <A
                    href={`/vorgaenge/${each().ticketId}`}
                    class="grid min-h-14 grid-cols-[8.5rem_minmax(0,1fr)_auto] items-center gap-x-4 px-5 py-1.5 -outline-offset-2 hover:bg-sunken max-sm:grid-cols-1 max-sm:px-4"
                  >
                    <span class="tabular-nums">{sayHours(each().starts, each().ends, { locale: locale() })}</span>
                    <span class="min-w-0">
                      <span class="block truncate font-semibold">
                        {titleOf(each())} · {placeOf(each())}
                      </span>
                      <span class="block truncate text-sm text-muted">
                        {[each().ticketNumber, each().title, each().reporter].filter(Boolean).join(' · ')}
                      </span>
                    </span>
                    <Show when={each().status !== 'agreed'}>
                      <Pill tone={each().status === 'missed' ? 'late' : 'done'}>
                        {each().status === 'missed' ? m.desk_cal_missed() : m.desk_cal_held()}
                      </Pill>
                    </Show>
                  </A>
                </li>
              )}
            </Key>
          </ul>
        </section>
      )}
    </Key>
  );
}
