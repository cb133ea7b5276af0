import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import type { MessageContext } from './letter.ts';
import { oneLine } from './render.ts';

/**
 * The calendar file of the context's appointment (RFC 5545, 5546): the same UID for its whole life, a SEQUENCE that
 * rises with each change, and the same bytes each time. Undefined when its date is not known.
 */
export function calendarFile(
  context: MessageContext,
  method: 'REQUEST' | 'CANCEL',
  organizer: { name: string; address: string },
): string | undefined {
  const { appointment } = context;
  if (appointment === null || context.email === null) return undefined;
  const calendar = ical({
    prodId: { company: 'ProCSM', product: 'Termine', language: context.locale === 'de' ? 'DE' : 'EN' },
    method: method === 'REQUEST' ? ICalCalendarMethod.REQUEST : ICalCalendarMethod.CANCEL,
    timezone: { name: 'Europe/Berlin', generator: () => BERLIN },
  });
  calendar.createEvent({
    id: `${appointment.id}@procsm`,
    sequence: appointment.sequence,
    status: method === 'REQUEST' ? ICalEventStatus.CONFIRMED : ICalEventStatus.CANCELLED,
    start: new Date(appointment.starts),
    end: new Date(appointment.ends),
    stamp: new Date(context.createdAt),
    timezone: 'Europe/Berlin',
    summary: oneLine(`${context.title} (${context.number})`),
    location: oneLine(context.place),
    description: oneLine(context.contractor ?? context.company),
    url: context.url,
    organizer: { name: organizer.name, email: organizer.address },
    attendees: [{ name: oneLine(context.name), email: context.email, rsvp: false }],
  });
  return calendar.toString();
}

/** Berlin's rules since 1996 (Directive 2000/84/EC), for programs that don't know the zone. */
const BERLIN = [
  'BEGIN:VTIMEZONE',
  'TZID:Europe/Berlin',
  'BEGIN:DAYLIGHT',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0200',
  'TZNAME:CEST',
  'DTSTART:19960331T020000',
  'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
  'END:DAYLIGHT',
  'BEGIN:STANDARD',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'TZNAME:CET',
  'DTSTART:19961027T030000',
  'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
  'END:STANDARD',
  'END:VTIMEZONE',
].join('\r\n');
