import { createHash } from 'node:crypto';
import { Sheet, width } from '../../paper/sheet.ts';
import { type Dossier, type DossierEntry, fileName } from './dossier.ts';
import { type Locale, sayAbout, sayChannel, sayKind, sayMoment, sayOutcome, sayRole } from './words.ts';

/** A picture of the dossier, made small enough for a page. */
export type Picture = { id: string; bytes: Uint8Array };

/**
 * The dossier as a PDF, with its JSON inside as an attachment: who holds the paper holds the proof. `pictures` are JPEGs
 * of some of its files.
 */
export async function dossierPaper(
  dossier: Dossier,
  json: Uint8Array,
  pictures: readonly Picture[],
  locale: Locale,
): Promise<Uint8Array> {
  const say = (de: string, en: string) => (locale === 'de' ? de : en);
  const moment = (at: string) => sayMoment(at, locale);
  const { ticket } = dossier;
  const made = new Date(dossier.exportedAt);
  const title = `${say('Akte', 'File')} ${ticket.number}`;
  const sheet = await Sheet.begin({
    title: `${title}: ${ticket.title}`,
    author: dossier.company,
    language: locale,
    foot: `${dossier.company} · ${title} · ${moment(dossier.exportedAt)}`,
    made,
  });
  sheet.title(`${title}: ${ticket.title}`, dossier.company);
  sheet.facts([
    [say('Liegenschaft', 'Property'), `${ticket.property}, ${ticket.address}`],
    [say('Einheit', 'Unit'), ticket.unit],
    [say('Gemeldet', 'Reported'), moment(ticket.reportedAt)],
    [say('Gemeldet von', 'Reported by'), ticket.reporter],
    [say('Abgeschlossen', 'Closed'), ticket.closedAt ? moment(ticket.closedAt) : say('noch offen', 'still open')],
    [say('Beschreibung', 'Description'), ticket.description],
    [say('Stand des Auszugs', 'As of'), moment(dossier.exportedAt)],
    [
      say('Umfang', 'Scope'),
      dossier.scope === 'whole'
        ? say('vollständig, mit internen Notizen', 'complete, with internal notes')
        : say('ohne den Inhalt interner Notizen', 'without the content of internal notes'),
    ],
  ]);

  sheet.heading(say('Verlauf', 'History'));
  for (const entry of dossier.entries) history(sheet, entry, dossier, locale);

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

  if (dossier.messages.length > 0) {
    sheet.heading(say('Nachrichten', 'Messages'));
    for (const message of dossier.messages) {
      sheet.row(
        [
          { text: moment(message.dueAt), width: 138 },
          { text: message.recipient.name ?? sayRole(message.recipient.kind, locale), width: 150 },
          { text: `${sayAbout(message.template, locale)}: ${sayOutcome(message.state, locale)}`, width: width - 288 },
        ],
        { rule: true },
      );
      for (const { at, channel, outcome, providerId } of message.attempts)
        sheet.paragraph(
          `${moment(at)} · ${sayChannel(channel, locale)} · ${sayOutcome(outcome, locale)}${providerId ? ` · ${providerId}` : ''}`,
          { size: 8, muted: true, indent: 138, space: 1 },
        );
    }
  }

  if (dossier.files.length > 0) {
    sheet.heading(say('Fotos und Dateien', 'Photos and files'));
    for (const file of dossier.files) {
      const caption = `${file.name}, ${moment(file.uploadedAt)}, ${file.bytes} Bytes\nSHA-256 ${file.sha256}`;
      const picture = pictures.find(({ id }) => id === file.id);
      if (picture) await sheet.picture(picture.bytes, caption);
      else sheet.paragraph(caption, { size: 8, muted: true, space: 8 });
    }
  }

  sheet.heading(say('Nachweis', 'Proof'));
  sheet.paragraph(
    say(
      'Jeder Eintrag des Verlaufs trägt einen Fingerabdruck (SHA-256), in den der Fingerabdruck des vorigen eingeht. Wird ein Eintrag nachträglich geändert, eingefügt oder entfernt, stimmen alle folgenden nicht mehr. Die maschinenlesbare Akte ist dieser Datei angehängt; sie lässt sich ohne diese Software mit „node verify-dossier.mjs <Datei>“ prüfen.',
      'Each entry of the history carries a fingerprint (SHA-256) that includes the one before it. If an entry is changed, added or removed later, none of the following ones match any more. The machine-readable file is attached to this document; it can be checked without this software by “node verify-dossier.mjs <file>”.',
    ),
  );
  sheet.facts(
    [
      [say('Einträge', 'Entries'), String(dossier.head.seq)],
      [say('Letzter Fingerabdruck', 'Last fingerprint'), dossier.head.hash],
      [say('SHA-256 der Anlage', 'SHA-256 of attachment'), createHash('sha256').update(json).digest('hex')],
    ],
    140,
  );
  for (const { seq, hash } of dossier.entries)
    sheet.row([
      { text: String(seq), width: 40, size: 8, muted: true },
      { text: hash, width: width - 40, size: 8, muted: true },
    ]);
  await sheet.attach(fileName(dossier, 'json'), json, {
    type: 'application/json',
    description: say('Die Akte, maschinenlesbar', 'The file, machine-readable'),
    at: made,
  });
  return sheet.finish();
}

function history(sheet: Sheet, entry: DossierEntry, dossier: Dossier, locale: Locale): void {
  const { kind } = JSON.parse(entry.actor) as { kind: string };
  const who = entry.actorName ? `${entry.actorName} (${sayRole(kind, locale)})` : sayRole(kind, locale);
  sheet.row(
    [
      { text: String(entry.seq), width: 26, muted: true },
      { text: sayMoment(entry.at, locale), width: 138 },
      { text: sayKind(entry.kind, locale), width: 150, bold: true },
      { text: who, width: width - 314 },
    ],
    { rule: true },
  );
  const small = { indent: 164, space: 2 };
  if (entry.missing) {
    const words = {
      withheld: ['Interner Eintrag; sein Inhalt ist hier nicht enthalten.', 'Internal entry; its content is left out.'],
      erased: ['Der Inhalt wurde aus Gründen des Datenschutzes gelöscht.', 'The content was erased for privacy.'],
    }[entry.missing];
    sheet.paragraph(words[locale === 'de' ? 0 : 1] ?? '', { ...small, muted: true });
    return;
  }
  const body = JSON.parse(entry.body ?? '{}') as { words?: { text?: string } | null; files?: string[] | null };
  if (body.words?.text) sheet.paragraph(body.words.text, small);
  for (const id of body.files ?? []) {
    const file = dossier.files.find((each) => each.id === id);
    if (file) sheet.paragraph(file.name, { ...small, muted: true });
  }
}
