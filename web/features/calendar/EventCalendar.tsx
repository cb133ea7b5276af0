import '@event-calendar/core/index.css';
import { createCalendar, DayGrid, destroyCalendar, TimeGrid } from '@event-calendar/core';
import { createEffect, type JSX, onCleanup, onMount } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { Day } from '../../../domain/time/berlin.ts';
import { locale } from '../../ui/locale.ts';
import type { Appointment } from './queries.ts';
import { wallClock } from './span.ts';
import { placeOf, titleOf } from './words.ts';

/** A week by the hour or a month by the day; an appointment leads to its ticket. Times are Berlin's wherever one sits. */
export default function EventCalendar(props: {
  shape: 'week' | 'month';
  day: Day;
  appointments: readonly Appointment[];
}): JSX.Element {
  let host: HTMLElement | undefined;
  const view = () => (props.shape === 'week' ? 'timeGridWeek' : 'dayGridMonth');
  const events = () =>
    props.appointments.map((each) => ({
      id: each.id,
      start: wallClock(each.starts),
      end: wallClock(each.ends),
      title: titleOf(each),
      classNames: each.status === 'agreed' ? [] : ['ec-past'],
      extendedProps: { ticketId: each.ticketId, place: placeOf(each) },
    }));
  onMount(() => {
    if (!host) return;
    const tidy = new MutationObserver(() => dropTableRoles(host));
    tidy.observe(host, { childList: true, subtree: true });
    const calendar = createCalendar(host, [DayGrid, TimeGrid], {
      view: view(),
      date: props.day,
      events: events(),
      locale: locale(),
      firstDay: 1,
      headerToolbar: { start: '', center: '', end: '' },
      allDaySlot: false,
      slotMinTime: '06:00',
      slotMaxTime: '20:00',
      flexibleSlotTimeLimits: true,
      slotDuration: '01:00',
      nowIndicator: true,
      dayMaxEvents: true,
      editable: false,
      dayHeaderFormat: headerOf(props.shape),
      slotHeight: 36,
      eventTimeFormat: { hour: '2-digit', minute: '2-digit' },
      slotLabelFormat: { hour: '2-digit', minute: '2-digit' },
      buttonText: (texts) => ({ ...texts, close: m.ui_close() }),
      eventContent: ({ event, timeText }) => ({
        domNodes: [
          linkTo(
            String(event.extendedProps.ticketId),
            timeText,
            String(event.title),
            String(event.extendedProps.place),
          ),
        ],
      }),
    });
    createEffect(() => calendar.setOption('dayHeaderFormat', headerOf(props.shape)));
    createEffect(() => calendar.setOption('view', view()));
    createEffect(() => calendar.setOption('date', props.day));
    createEffect(() => calendar.setOption('events', events()));
    onCleanup(() => {
      tidy.disconnect();
      void destroyCalendar(calendar);
    });
  });
  return <section ref={host} class="desk-calendar" aria-label={m.desk_cal_title()} />;
}

/** A month's columns are weekdays, a week's are days. */
const headerOf = (shape: 'week' | 'month'): Intl.DateTimeFormatOptions =>
  shape === 'week' ? { weekday: 'short', day: 'numeric', month: 'numeric' } : { weekday: 'short' };

/** The library calls its grid a table without giving it rows; to those who listen it is a list of links by date. */
function dropTableRoles(host: HTMLElement): void {
  const parts = ['table', 'rowgroup', 'row', 'columnheader', 'rowheader', 'cell'].map((role) => `[role="${role}"]`);
  for (const part of host.querySelectorAll(parts.join())) part.removeAttribute('role');
  for (const part of host.querySelectorAll('[aria-colindex], [aria-rowindex], [aria-colspan]'))
    for (const name of ['aria-colindex', 'aria-rowindex', 'aria-colspan']) part.removeAttribute(name);
}

function linkTo(ticketId: string, time: string, whose: string, where: string): HTMLAnchorElement {
  const link = document.createElement('a');
  link.href = `/vorgaenge/${ticketId}`;
  link.title = `${time} ${whose}, ${where}`;
  link.className = 'desk-visit';
  for (const text of [whose, where, time]) {
    const line = document.createElement('span');
    line.textContent = text;
    // Said as one sentence to those who listen.
    link.append(line, ' ');
  }
  return link;
}
