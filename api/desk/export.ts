import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { SheetData } from 'write-excel-file/node';
import { withKinds } from '../../db/queries/categories.ts';
import { type DeskRow, type DeskViewer, deskLines } from '../../db/queries/desk.ts';
import type { Workspace } from '../../db/workspaces.ts';
import type { DeskView } from '../../domain/desk/schema.ts';
import { type DeskColumn, usualColumns } from '../../domain/desk/view.ts';
import type { Text } from '../../domain/report/categories.ts';
import { berlinClock } from '../../domain/time/berlin.ts';
import { endOfToday } from '../routers/desk.ts';
import { type Locale, momentOf, sayCell, sayColumn } from './words.ts';

/** How many lines a workbook holds: it is built in memory. A CSV has no end. */
const WORKBOOK_LINES = 20_000;

const columnsOf = (view: DeskView): readonly DeskColumn[] => (view.columns?.length ? view.columns : usualColumns);

type Line = DeskRow & { kind: Text };

async function* lines(workspace: Workspace, viewer: DeskViewer, view: DeskView): AsyncGenerator<Line> {
  for await (const row of deskLines(workspace, viewer, view, endOfToday())) yield* await withKinds(workspace, [row]);
}

/**
 * The lines of a view as CSV, streamed in the order of the screen: semicolons and a byte order mark, because that is
 * what a German spreadsheet opens by itself. A cell that a spreadsheet would take for a formula begins with an
 * apostrophe.
 */
export function deskCsv(workspace: Workspace, viewer: DeskViewer, view: DeskView, locale: Locale): Readable {
  const columns = columnsOf(view);
  const csv = stringify({ bom: true, delimiter: ';', escape_formulas: true, record_delimiter: 'windows' });
  const records = async function* () {
    yield columns.map((column) => sayColumn(column, locale));
    for await (const row of lines(workspace, viewer, view)) {
      yield columns.map((column) => {
        const moment = momentOf(row, column);
        return moment === undefined ? sayCell(row, column, locale) : sayMoment(moment, locale);
      });
    }
  };
  const source = Readable.from(records());
  source.on('error', (error) => csv.destroy(error));
  return source.pipe(csv);
}

/** The lines of a view as an Excel workbook, moments as real dates in Berlin time; words are never formulas there. */
export async function deskWorkbook(
  workspace: Workspace,
  viewer: DeskViewer,
  view: DeskView,
  locale: Locale,
): Promise<Buffer> {
  const columns = columnsOf(view);
  const sheet: SheetData = [columns.map((column) => ({ value: sayColumn(column, locale), fontWeight: 'bold' }))];
  for await (const row of lines(workspace, viewer, view)) {
    if (sheet.length > WORKBOOK_LINES) break;
    sheet.push(columns.map((column) => cellOf(row, column, locale)));
  }
  const widths = columns.map((column) => ({ width: column === 'title' || column === 'place' ? 38 : 20 }));
  const { default: writeXlsx } = await import('write-excel-file/node');
  return writeXlsx(sheet, {
    columns: widths,
    stickyRowsCount: 1,
    sheet: locale === 'de' ? 'Vorgänge' : 'Tickets',
  }).toBuffer();
}

function cellOf(row: Line, column: DeskColumn, locale: Locale): SheetData[number][number] {
  const moment = momentOf(row, column);
  if (moment === undefined) return { type: String, value: sayCell(row, column, locale) };
  if (moment === null) return null;
  const { day, minutes } = berlinClock(moment);
  // A workbook knows no time zones: it gets the wall clock of Berlin.
  return {
    type: Date,
    value: new Date(`${day}T${clock(minutes)}:00.000Z`),
    format: locale === 'de' ? 'dd.mm.yyyy hh:mm' : 'yyyy-mm-dd hh:mm',
  };
}

const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

function sayMoment(moment: string | null, locale: Locale): string {
  if (moment === null) return '';
  const { day, minutes } = berlinClock(moment);
  const [year, month, date] = day.split('-');
  return `${locale === 'de' ? `${date}.${month}.${year}` : day} ${clock(minutes)}`;
}
