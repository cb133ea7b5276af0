import { width } from '../../paper/sheet.ts';
import type { ProjectDossier } from './project.ts';
import { beginDossier, historyOn, inLocale, type Picture, proofOn, scopeFacts } from './proof-paper.ts';
import { type Locale, sayMoment, sayParty } from './words.ts';

/** A project's dossier as a PDF, with its JSON inside as an attachment. */
export async function projectPaper(
  dossier: ProjectDossier,
  json: Uint8Array,
  pictures: readonly Picture[],
  locale: Locale,
): Promise<Uint8Array> {
  const say = inLocale(locale);
  const moment = (at: string) => sayMoment(at, locale);
  const { project, todos, joined } = dossier;
  const ended = project.outcome === 'cancelled' ? say('Beendet', 'Ended early') : say('Abgeschlossen', 'Closed');
  const sheet = await beginDossier(dossier, project, locale);
  sheet.facts([
    [say('Objekt', 'Property'), `${project.property}, ${project.address}`],
    [say('Begonnen', 'Begun'), moment(project.begunAt)],
    [ended, project.closedAt ? moment(project.closedAt) : say('noch offen', 'still open')],
    [say('Beschreibung', 'Description'), project.description],
    ...scopeFacts(dossier, locale),
  ]);

  if (todos.length > 0) sheet.heading(say('Aufgaben', 'To-dos'));
  for (const { n, title, responsible, due, phase, endedAt, items } of todos) {
    const state =
      phase === 'done'
        ? say('erledigt', 'done')
        : phase === 'dropped'
          ? say('entfallen', 'dropped')
          : say('offen, bis', 'open, by');
    sheet.row(
      [
        { text: String(n), width: 26, muted: true },
        { text: title, width: 220, bold: true },
        { text: responsible.name ?? sayParty(responsible.role, locale), width: 120 },
        { text: `${state} ${moment(endedAt ?? due)}`, width: width - 366 },
      ],
      { rule: true },
    );
    for (const { text, ticked } of items)
      sheet.paragraph(`${ticked ? '[x]' : '[ ]'} ${text}`, { size: 8, muted: true, indent: 26, space: 1 });
  }

  if (joined.length > 0) {
    sheet.heading(say('Gehört dazu', 'Part of it'));
    for (const { number, title } of joined) sheet.row([{ text: `${number}: ${title}`, width }], { rule: true });
  }

  historyOn(sheet, dossier, locale);
  await proofOn(sheet, dossier, project, json, pictures, locale);
  return sheet.finish();
}
