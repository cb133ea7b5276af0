import type { FastifyInstance } from 'fastify';
import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { proveFeed } from '../../db/feeds.ts';
import { type AppointmentRow, appointmentRows } from '../../db/queries/appointments.ts';
import { addDays, berlinClock, berlinInstant, toInstant } from '../../domain/time/berlin.ts';
import { workspaceOf } from '../context.ts';
import type { Services } from '../trpc.ts';

/** From how many days ago until how many days ahead a feed tells appointments. */
const PAST_DAYS = 30;
const AHEAD_DAYS = 365;

const words = {
  de: { name: 'Termine', visit: 'Termin', own: 'Besichtigung', unit: 'WE', ticket: 'Vorgang', order: 'Auftrag' },
  en: { name: 'Appointments', visit: 'Appointment', own: 'Visit', unit: 'unit', ticket: 'Ticket', order: 'Order' },
};

/**
 * `GET /api/calendar/<token>.ics`: the appointments that the person behind the token may see at this moment. Calendars
 * are kept by others: firm, place, number and time stand in it, nothing that residents wrote, nor who they are.
 */
export async function feedRoutes(scope: FastifyInstance, services: Services): Promise<void> {
  scope.get('/api/calendar/:token.ics', async (request, reply) => {
    const { token } = request.params as { token: string };
    const workspace = await workspaceOf(services, request);
    const feed = await proveFeed(workspace, token);
    await services.limits.count(workspace, 'feedPerHour', feed.id);
    const { day } = berlinClock(toInstant(Date.now()));
    const filter = {
      property: null,
      contractor: null,
      assignee: null,
      ...(feed.kind !== 'all' && { [feed.kind]: feed.subjectId }),
    };
    const rows = await appointmentRows(workspace, feed.rights, filter, [
      berlinInstant(addDays(day, -PAST_DAYS), 0),
      berlinInstant(addDays(day, AHEAD_DAYS), 0),
    ]);
    await workspace.query('update calendar_feed set fetched_at = now() where id = $1', [feed.id]);
    return reply
      .type('text/calendar; charset=utf-8')
      .header('content-disposition', 'inline; filename="termine.ics"')
      .send(calendarOf(rows, { name: workspace.name, locale: feed.locale, url: services.config.WEB_URL }));
  });
}

function calendarOf(
  rows: readonly AppointmentRow[],
  { name, locale, url }: { name: string; locale: 'de' | 'en'; url: string },
): string {
  const say = words[locale];
  const calendar = ical({
    prodId: { company: 'ProCSM', product: say.name, language: locale.toUpperCase() },
    name: `${say.name} – ${name}`,
    method: ICalCalendarMethod.PUBLISH,
    ttl: 15 * 60,
  });
  for (const row of rows) {
    const place = [row.street, row.unit && `${say.unit} ${row.unit}`].filter(Boolean).join(', ');
    calendar.createEvent({
      // The same as in the invitations by mail, so that one calendar shows it once.
      id: `${row.id}@procsm`,
      sequence: row.sequence,
      status: ICalEventStatus.CONFIRMED,
      start: new Date(row.starts),
      end: new Date(row.ends),
      // A calendar that is asked again says the same.
      stamp: new Date(row.starts),
      summary: oneLine(`${row.visitor ? say.own : (row.contractor ?? say.visit)}: ${place}`),
      location: oneLine(`${place}, ${row.postalCode} ${row.city}`),
      description: oneLine(
        [
          `${say.ticket} ${row.ticketNumber}`,
          row.orderNumber === null ? row.visitor : `${say.order} ${row.orderNumber}`,
        ].join(', '),
      ),
      url: new URL(`/vorgaenge/${row.ticketId}`, url).href,
    });
  }
  return calendar.toString();
}

/** Without breaks of lines and other signs that a value can't hold (RFC 5545, 3.1). */
const oneLine = (text: string) => text.replace(/\p{Cc}+/gu, ' ');
