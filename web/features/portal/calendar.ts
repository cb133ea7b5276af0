import type { Ticket } from './queries.ts';

const stamp = (iso: string) => new Date(iso).toISOString().replace(/[-:]|\.\d+/g, '');
const escaped = (text: string) => text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n');

/** A line of at most 75 octets; what is longer goes on after a space (RFC 5545, 3.1). */
function folded(line: string): string {
  const bytes = new TextEncoder();
  const lines: string[] = [];
  let current = '';
  for (const sign of line) {
    if (bytes.encode(current + sign).length > (lines.length ? 74 : 75)) {
      lines.push(current);
      current = '';
    }
    current += sign;
  }
  return [...lines, current].join('\r\n ');
}

/** Hands the agreed date to the device's calendar. It has the UID of the mailed one, so that changes find it. */
export function saveToCalendar(
  ticket: Ticket,
  /** Who comes. */
  who: string | null,
  date: { starts: string; ends: string },
  appointment: string,
): void {
  const { street, postalCode, city } = ticket.property;
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//ProCSM//Termine//DE',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${appointment}@procsm`,
    `DTSTAMP:${stamp(new Date().toISOString())}`,
    `DTSTART:${stamp(date.starts)}`,
    `DTEND:${stamp(date.ends)}`,
    `SUMMARY:${escaped(`${ticket.title} (${ticket.number})`)}`,
    `LOCATION:${escaped(`${street}, ${postalCode} ${city}`)}`,
    ...(who ? [`DESCRIPTION:${escaped(who)}`] : []),
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  const file = new Blob([`${lines.map(folded).join('\r\n')}\r\n`], { type: 'text/calendar' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = `${ticket.number}.ics`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
