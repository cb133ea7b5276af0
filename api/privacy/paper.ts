import { z } from 'zod';
import { dataKinds } from '../../domain/privacy/retention.ts';
import { Sheet } from '../../paper/sheet.ts';
import { sayMoment } from '../dossier/words.ts';
import { sayCode, sayKey } from './codes.ts';
import { copyName, isId, type PersonalCopy } from './copy.ts';
import { aboutWords, columnWords, kindWords, type Locale, tableWords } from './words.ts';

/** A copy of somebody's data as a PDF to read, with its JSON inside as an attachment. */
export async function copyPaper(copy: PersonalCopy, json: Uint8Array, locale: Locale): Promise<Uint8Array> {
  const pick = ([de, en]: readonly [string, string]) => (locale === 'de' ? de : en);
  const say = (de: string, en: string) => pick([de, en]);
  const made = new Date(copy.asOf);
  const title = say('Auskunft nach Art. 15 DSGVO', 'Information under Art. 15 GDPR');
  const sheet = await Sheet.begin({
    title: `${title}: ${copy.person.name}`,
    author: copy.company,
    language: locale,
    foot: `${copy.company} · ${title} · ${sayMoment(copy.asOf, locale)}`,
    made,
  });
  sheet.title(title, copy.company);
  sheet.facts([
    [say('Person', 'Person'), copy.person.name],
    [say('Angefragt', 'Asked'), sayDay(copy.request.receivedOn, locale)],
    [say('Stand', 'As of'), sayMoment(copy.asOf, locale)],
    [
      say('Umfang', 'Scope'),
      copy.request.withoutInternal
        ? say('ohne interne Notizen (Art. 15 Abs. 4 DSGVO)', 'without internal notes (Art. 15 (4) GDPR)')
        : say('vollständig', 'complete'),
    ],
  ]);

  sheet.heading(say('Wozu und wie lange', 'What for and how long'));
  for (const { kind, ground, years } of copy.retention) {
    const kept =
      years === null
        ? say('ohne Frist', 'without limit')
        : years === 'dependent'
          ? say('solange anderes es braucht', 'as long as something else needs it')
          : years === 0
            ? say('bis Sie die Löschung verlangen', 'until you ask for erasure')
            : say(`${years} Jahre nach dem Ende des Jahres`, `${years} years after the end of the year`);
    sheet.facts([
      [
        pick(kindWords[kind].title),
        `${pick(kindWords[kind].purpose)}. ${say('Aufbewahrung', 'Kept')}: ${kept} (${ground})`,
      ],
    ]);
  }
  for (const { heading, text } of aboutWords) {
    sheet.heading(pick(heading));
    sheet.paragraph(pick(text));
  }

  const shown = new Shown(copy, locale);
  for (const kind of dataKinds) {
    const tables = copy.stored.filter((each) => each.kind === kind);
    if (tables.length === 0) continue;
    sheet.heading(pick(kindWords[kind].title));
    for (const { table, rows } of tables) {
      const words = tableWords[table] ?? [table, table];
      sheet.paragraph(`${pick(words)} (${rows.length})`, { bold: true, space: 3 });
      for (const row of rows) {
        sheet.facts(
          Object.entries(row).map(([column, value]) => [
            pick(columnWords[column] ?? [column, column]),
            column === 'answers' ? shown.answers(row) : shown.value(table, column, value),
          ]),
        );
        sheet.rule();
      }
    }
  }
  await sheet.attach(copyName(copy, 'json'), json, {
    type: 'application/json',
    description: say('Die Auskunft, maschinenlesbar', 'The information, machine-readable'),
    at: made,
  });
  return sheet.finish();
}

/** How values read on paper: codes, ids and what stands inside of columns in words, as the pages say them. */
class Shown {
  readonly #copy: PersonalCopy;
  readonly #locale: Locale;

  constructor(copy: PersonalCopy, locale: Locale) {
    this.#copy = copy;
    this.#locale = locale;
  }

  value(table: string, column: string, value: unknown): string | null {
    if (value === null || value === undefined || value === '') return null;
    if (isId(value)) return this.#copy.names[value] ?? null;
    if (typeof value === 'boolean')
      return value ? (this.#locale === 'de' ? 'ja' : 'yes') : this.#locale === 'de' ? 'nein' : 'no';
    if (typeof value === 'number') return String(value);
    if (typeof value === 'string') return this.#text(table, column, value);
    if (Array.isArray(value)) return this.#lines(value.map((each) => this.value(table, column, each)));
    return this.#lines(
      Object.entries(value).map(([key, inner]) => {
        const said = this.value(column, key, inner);
        return said === null ? null : `${sayKey(key, this.#locale)}: ${said}`;
      }),
    );
  }

  /** What was asked in a report's form, and what was answered. */
  answers({ category, answers }: Record<string, unknown>): string | null {
    const given = z
      .array(z.object({ question: z.string(), answer: z.string() }))
      .catch([])
      .parse(answers);
    return this.#lines(
      given.map(({ question, answer }) => {
        const [asked, said] = [`${category}/${question}`, `${category}/${question}/${answer}`];
        return `${this.#label(asked) ?? question}: ${this.#label(said) ?? answer}`;
      }),
    );
  }

  #label(id: string): string | undefined {
    return this.#copy.labels[id]?.[this.#locale];
  }

  #lines(lines: (string | null)[]): string | null {
    return lines.filter((line) => line !== null).join('\n') || null;
  }

  #text(table: string, column: string, text: string): string {
    if (/^\d{4}-\d\d-\d\dT/.test(text)) return sayMoment(text, this.#locale);
    if (/^\d{4}-\d\d-\d\d$/.test(text)) return sayDay(text, this.#locale);
    return (column === 'category' && this.#label(text)) || sayCode(table, column, text, this.#locale);
  }
}

function sayDay(day: string, locale: Locale): string {
  const [year, month, date] = day.split('-');
  return locale === 'de' ? `${date}.${month}.${year}` : `${date}/${month}/${year}`;
}
