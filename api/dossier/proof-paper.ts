import { createHash } from 'node:crypto';
import type { Instant } from '../../domain/time/berlin.ts';
import { Sheet, width } from '../../paper/sheet.ts';
import { type DossierEntry, type FileProof, fileName, type Scope } from './file.ts';
import { type Locale, sayAbout, sayChannel, sayFacts, sayKind, sayMoment, sayOutcome, sayRole } from './words.ts';

/** A picture of the dossier, made small enough for a page. */
export type Picture = { id: string; bytes: Uint8Array };

/** A dossier, whatever it is about. */
export type AnyDossier = FileProof & { company: string; exportedAt: Instant; scope: Scope };

/** What a dossier is about, as its title says it. */
export interface About {
  number: string;
  title: string;
}

/** Chooses between the two languages of a paper. */
export const inLocale = (locale: Locale) => (de: string, en: string) => (locale === 'de' ? de : en);

/** The first page of a dossier with its title. */
export async function beginDossier(dossier: AnyDossier, about: About, locale: Locale): Promise<Sheet> {
  const title = `${inLocale(locale)('Akte', 'File')} ${about.number}`;
  const sheet = await Sheet.begin({
    title: `${title}: ${about.title}`,
    author: dossier.company,
    language: locale,
    foot: `${dossier.company} · ${title} · ${sayMoment(dossier.exportedAt, locale)}`,
    made: new Date(dossier.exportedAt),
  });
  sheet.title(`${title}: ${about.title}`, dossier.company);
  return sheet;
}

/** Of which moment a dossier is, and how much of what is internal is in it. */
export function scopeFacts({ exportedAt, scope }: AnyDossier, locale: Locale): [string, string][] {
  const say = inLocale(locale);
  return [
    [say('Stand des Auszugs', 'As of'), sayMoment(exportedAt, locale)],
    [
      say('Umfang', 'Scope'),
      scope === 'whole'
        ? say('vollständig, mit internen Notizen', 'complete, with internal notes')
        : say('ohne den Inhalt interner Notizen', 'without the content of internal notes'),
    ],
  ];
}

/** Everything that happened, entry by entry. */
export function historyOn(sheet: Sheet, dossier: AnyDossier, locale: Locale): void {
  sheet.heading(inLocale(locale)('Verlauf', 'History'));
  for (const entry of dossier.entries) history(sheet, entry, dossier, locale);
}

/**
 * The rest of a dossier's paper: its messages, its files, and the proof, with the JSON as an attachment: who holds the
 * paper holds the proof. `pictures` are JPEGs of some of its files.
 */
export async function proofOn(
  sheet: Sheet,
  dossier: AnyDossier,
  about: About,
  json: Uint8Array,
  pictures: readonly Picture[],
  locale: Locale,
): Promise<void> {
  const say = inLocale(locale);
  const moment = (at: string) => sayMoment(at, locale);
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
  chainFacts(sheet, dossier.head, json, locale);
  for (const { seq, hash } of dossier.entries)
    sheet.row([
      { text: String(seq), width: 40, size: 8, muted: true },
      { text: hash, width: width - 40, size: 8, muted: true },
    ]);
  await sheet.attach(fileName(about.number, dossier.exportedAt, 'json'), json, {
    type: 'application/json',
    description: say('Die Akte, maschinenlesbar', 'The file, machine-readable'),
    at: new Date(dossier.exportedAt),
  });
}

/** By what a chain of entries and its attachment are checked: how many there are, the last fingerprint, the attachment's. */
export function chainFacts(sheet: Sheet, head: { seq: number; hash: string }, json: Uint8Array, locale: Locale): void {
  const say = inLocale(locale);
  sheet.facts(
    [
      [say('Einträge', 'Entries'), String(head.seq)],
      [say('Letzter Fingerabdruck', 'Last fingerprint'), head.hash],
      [say('SHA-256 der Anlage', 'SHA-256 of attachment'), createHash('sha256').update(json).digest('hex')],
    ],
    140,
  );
}

function history(sheet: Sheet, entry: DossierEntry, dossier: AnyDossier, locale: Locale): void {
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
  const body = JSON.parse(entry.body ?? '{}') as {
    facts?: Record<string, unknown> | null;
    words?: { text?: string } | null;
    files?: string[] | null;
  };
  for (const line of sayFacts(body.facts ?? {}, locale)) sheet.paragraph(line, small);
  if (body.words?.text) sheet.paragraph(body.words.text, small);
  for (const id of body.files ?? []) {
    const file = dossier.files.find((each) => each.id === id);
    if (file) sheet.paragraph(file.name, { ...small, muted: true });
  }
}
