import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import type { MessageContext } from './letter.ts';
import { oneLine } from './plain-text.ts';

/**
 * The calendar file of the context's appointment (RFC 5545, 5546): the same UID for its whole life, a SEQUENCE that
 * rises with each change, and the same bytes each time. Undefined when its date is not known.
 *
 * Times are in UTC, which calendars show in their own zone: with a zone's name the library would write the hour of the
 * machine's clock. No link: calendars are shared, and the link may act.
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
  });
  calendar.createEvent({
    id: `${appointment.id}@procsm`,
    sequence: appointment.sequence,
    status: method === 'REQUEST' ? ICalEventStatus.CONFIRMED : ICalEventStatus.CANCELLED,
    start: new Date(appointment.starts),
    end: new Date(appointment.ends),
    stamp: new Date(context.createdAt),
    summary: oneLine(`${context.title} (${context.number})`),
    location: oneLine(context.place),
    description: oneLine(context.contractor ?? context.company),
    organizer: { name: inQuotes(organizer.name) || organizer.address, email: organizer.address },
    attendees: [{ name: inQuotes(context.name), email: context.email, rsvp: false }],
  });
  return calendar.toString();
}

/** A name as a parameter says it: between quotation marks, which nothing escapes there (RFC 5545, 3.2). */
const inQuotes = (name: string) => oneLine(name).replaceAll('"', "'");
