import { inPartsOf } from '../../domain/vote/fraction.ts';
import { Sheet, width } from '../../paper/sheet.ts';
import { chainFacts, inLocale } from '../dossier/proof-paper.ts';
import { type Locale, sayChannel, sayKind, sayMoment, sayOutcome } from '../dossier/words.ts';
import { type Evidence, evidenceName } from './evidence.ts';
import { ruleFacts, sayDate, whoPaysWords } from './rule-words.ts';

const CHOICE = {
  de: { yes: 'Ja', no: 'Nein', abstain: 'Enthaltung' },
  en: { yes: 'Yes', no: 'No', abstain: 'abstained' },
};
const WAY = {
  de: { portal: 'im Portal', link: 'über den Link', paper: 'auf Papier' },
  en: { portal: 'in the portal', link: 'by the link', paper: 'on paper' },
};

/** A campaign's evidence as a PDF, with its JSON inside as an attachment: who holds the paper holds the proof. */
export async function evidencePaper(evidence: Evidence, json: Uint8Array, locale: Locale): Promise<Uint8Array> {
  const say = inLocale(locale);
  const moment = (at: string) => sayMoment(at, locale);
  const { campaign } = evidence;
  const made = new Date(evidence.exportedAt);
  const title = `${say('Nachweis', 'Evidence')} ${campaign.number}`;
  const sheet = await Sheet.begin({
    title: `${title}: ${campaign.title}`,
    author: evidence.company,
    language: locale,
    foot: `${evidence.company} · ${title} · ${moment(evidence.exportedAt)}`,
    made,
  });
  sheet.title(`${title}: ${campaign.title}`, evidence.company);
  sheet.paragraph(campaign.question);
  const { result, turnout } = campaign;
  const counted = (cast: 'yes' | 'no' | 'abstain' | 'invalid' | 'silent' | 'excluded') =>
    result && result.sums[cast].voters > 0
      ? `${inPartsOf(result.sums[cast].weight, campaign.voting?.whole ?? null)} (${result.sums[cast].voters})`
      : null;
  sheet.facts([
    [say('Objekt', 'Property'), campaign.property],
    [
      say('Dokument', 'Document'),
      campaign.document &&
        `${campaign.document.title ?? say('zurückgezogen', 'withdrawn')} (${say('Fassung', 'version')} ${campaign.document.version}), SHA-256 ${campaign.document.hash}`,
    ],
    ...ruleFacts(campaign.voting, locale),
    [say('Stichtag', 'Key date'), sayDate(campaign.keyDate, locale)],
    [say('Eröffnet', 'Opened'), moment(campaign.openedAt)],
    [say('Frist', 'Deadline'), moment(campaign.deadline)],
    [say('Ausgezählt', 'Counted'), campaign.countedAt && moment(campaign.countedAt)],
    [say('Beteiligung', 'Turnout'), `${turnout.answered} / ${turnout.asked}`],
    [say('Ja', 'Yes'), counted('yes')],
    [say('Nein', 'No'), counted('no')],
    [say('Enthaltung', 'Abstained'), counted('abstain')],
    [say('Ungültig', 'Invalid'), counted('invalid')],
    [say('Ohne Antwort', 'Silent'), counted('silent')],
    [say('Ausgeschlossen', 'Excluded'), counted('excluded')],
    [
      say('Ergebnis', 'Result'),
      result && (result.adopted ? say('angenommen', 'adopted') : say('nicht angenommen', 'not adopted')),
    ],
    [say('Kosten trägt', 'Cost is borne by'), whoPaysWords(result?.whoPays ?? null, locale)],
    [say('Stand des Auszugs', 'As of'), moment(evidence.exportedAt)],
    [
      say('Umfang', 'Scope'),
      evidence.scope === 'whole'
        ? say('vollständig', 'complete')
        : say(
            'eigene Antworten, von den übrigen nur die Fingerabdrücke',
            'own answers, of the others the fingerprints only',
          ),
    ],
  ]);

  sheet.heading(say('Personen', 'People'));
  for (const person of evidence.people) {
    const answer = person.answeredAt
      ? [
          moment(person.answeredAt),
          person.choice ? CHOICE[locale][person.choice as 'yes'] : null,
          person.way ? WAY[locale][person.way as 'portal'] : null,
          person.byProxy ? say('durch Vollmacht', 'by proxy') : null,
        ]
      : [person.exclusion ? say('ausgeschlossen', 'excluded') : say('keine Antwort', 'no answer')];
    sheet.row(
      [
        { text: person.name, width: 150, bold: true },
        { text: person.units.join('; '), width: 150, muted: true },
        { text: answer.filter(Boolean).join(', '), width: width - 300 },
      ],
      { rule: true },
    );
    for (const { dueAt, state, attempts } of person.messages) {
      const ways = attempts.map(
        ({ at, channel, outcome }) => `${sayChannel(channel, locale)} ${sayOutcome(outcome, locale)} ${moment(at)}`,
      );
      sheet.paragraph(
        `${moment(dueAt)} · ${sayOutcome(state, locale)}${ways.length > 0 ? ` · ${ways.join(' · ')}` : ''}`,
        {
          size: 8,
          muted: true,
          indent: 20,
          space: 1,
        },
      );
    }
    if (person.openedAt)
      sheet.paragraph(`${say('Seite geöffnet', 'Page opened')}: ${moment(person.openedAt)}`, {
        ...{ size: 8, muted: true, indent: 20, space: 1 },
      });
  }

  sheet.heading(say('Verlauf', 'History'));
  for (const entry of evidence.entries)
    sheet.row(
      [
        { text: String(entry.seq), width: 26, muted: true },
        { text: moment(entry.at), width: 138 },
        { text: sayKind(entry.kind, locale), width: 190, bold: true },
        { text: entry.actorName ?? '', width: width - 354 },
      ],
      { rule: true },
    );

  sheet.heading(say('Prüfung', 'Proof'));
  sheet.paragraph(
    say(
      'Jede Antwort trägt einen Fingerabdruck (SHA-256). Beim Auszählen geht aus allen ein Siegel hervor, das im Verlauf steht; jeder Eintrag des Verlaufs enthält den Fingerabdruck des vorigen. Wird eine Antwort oder ein Eintrag nachträglich geändert, eingefügt oder entfernt, stimmt das Siegel oder die Kette nicht mehr. Wer abgestimmt hat, findet den eigenen Fingerabdruck auf der Seite und in dieser Liste. Die Daten sind dieser Datei angehängt; „node verify-dossier.mjs <Datei>“ prüft sie ohne diese Software.',
      'Each answer carries a fingerprint (SHA-256). When they are counted all of them make a seal that stands in the history; each entry of the history includes the fingerprint of the one before. If an answer or an entry is changed, added or removed later, seal or chain no longer match. Whoever voted finds their own fingerprint on the page and in this list. The data are attached to this document; “node verify-dossier.mjs <file>” checks them without this software.',
    ),
  );
  chainFacts(sheet, evidence.head, json, locale);
  for (const { hash } of evidence.answers) sheet.row([{ text: hash, width, size: 8, muted: true }]);
  await sheet.attach(evidenceName(evidence, 'json'), json, {
    type: 'application/json',
    description: say('Der Nachweis, maschinenlesbar', 'The evidence, machine-readable'),
    at: made,
  });
  return sheet.finish();
}
