import { width } from '../../paper/sheet.ts';
import { beginDossier, historyOn, inLocale, type Picture, proofOn, scopeFacts } from './proof-paper.ts';
import type { Dossier } from './ticket.ts';
import { type Locale, sayMoment } from './words.ts';

/** A ticket's dossier as a PDF, with its JSON inside as an attachment. */
export async function ticketPaper(
  dossier: Dossier,
  json: Uint8Array,
  pictures: readonly Picture[],
  locale: Locale,
): Promise<Uint8Array> {
  const say = inLocale(locale);
  const moment = (at: string) => sayMoment(at, locale);
  const { ticket } = dossier;
  const sheet = await beginDossier(dossier, ticket, locale);
  sheet.facts([
    [say('Objekt', 'Property'), `${ticket.property}, ${ticket.address}`],
    [say('Einheit', 'Unit'), ticket.unit],
    [say('Gemeldet', 'Reported'), moment(ticket.reportedAt)],
    [say('Gemeldet von', 'Reported by'), ticket.reporter],
    [say('Abgeschlossen', 'Closed'), ticket.closedAt ? moment(ticket.closedAt) : say('noch offen', 'still open')],
    [say('Beschreibung', 'Description'), ticket.description],
    ...scopeFacts(dossier, locale),
  ]);
  historyOn(sheet, dossier, locale);

  if (dossier.orders.length > 0) {
    sheet.heading(say('Aufträge', 'Orders'));
    for (const order of dossier.orders) {
      sheet.row([{ text: `${order.number}: ${order.title}`, width, bold: true }], { rule: true });
      sheet.facts([
        [say('Betrieb', 'Contractor'), order.contractor],
        [say('Erteilt', 'Placed'), moment(order.placedAt)],
        [say('Beendet', 'Ended'), order.closedAt && moment(order.closedAt)],
        ...order.appointments.map(({ picked }): [string, string | null] => [
          say('Termin', 'Appointment'),
          picked && `${moment(picked.starts)} – ${moment(picked.ends)}`,
        ]),
      ]);
    }
  }

  if (dossier.visits.length > 0) {
    sheet.heading(say('Besichtigungen', 'Visits'));
    sheet.facts(
      dossier.visits.map(({ picked }): [string, string | null] => [
        say('Termin', 'Appointment'),
        picked && `${moment(picked.starts)} – ${moment(picked.ends)}`,
      ]),
    );
  }

  await proofOn(sheet, dossier, ticket, json, pictures, locale);
  return sheet.finish();
}
