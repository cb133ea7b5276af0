import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mappedRows } from '../../db/import/csv.ts';
import { decodeText } from '../../db/import/decode.ts';
import { readSheet } from '../../db/import/sheet.ts';
import { columnOf } from '../../domain/import/columns.ts';
import { suggestedFields } from '../../domain/import/mapping.ts';
import type { SourceRow } from '../../domain/import/plan.ts';
import { fileNames, type MasterTable } from '../../domain/import/tables.ts';
import { nextDeadline } from '../../domain/lifecycle/ball.ts';
import type { Cast } from '../../scripts/demo/cast.ts';
import { type Company, companies } from '../../scripts/demo/company.ts';
import { tellHistory } from '../../scripts/demo/history.ts';
import { tellOpen } from '../../scripts/demo/open.ts';
import { pastOf, replay } from '../../scripts/demo/story.ts';

/** The company's people and houses as its tables have them. */
function castFrom({ folder }: Company): Cast {
  const rows = (table: MasterTable) => {
    const name = `${fileNames[table]}.csv`;
    const file = readFileSync(new URL(`../../scripts/demo/${folder}/${name}`, import.meta.url));
    const sheet = readSheet(name, decodeText(name, file).text);
    const mapping = { table, fields: suggestedFields(table, sheet.headings) };
    return planRows(table, mappedRows(name, sheet, mapping));
  };
  const planRows = (table: MasterTable, found: SourceRow[]) =>
    found.map(({ cells }) =>
      Object.fromEntries(
        Object.entries(cells).map(([field, text]) => [field, text && (columnOf(table, field)?.cell.read(text) ?? '')]),
      ),
    );
  const persons = rows('persons');
  const ids = new Map(persons.map((row) => [row.number, randomUUID() as string]));
  const idOf = (number?: string) => ids.get(number) ?? '';
  const who = (role: string) => rows('employees').flatMap((row) => (row.role === role ? [idOf(row.person)] : []));
  const properties = new Map(rows('properties').map((row) => [row.number, row]));
  return {
    places: rows('units').map((unit) => ({
      propertyId: randomUUID(),
      number: unit.property ?? '',
      managementType: properties.get(unit.property)?.managementType as 'weg',
      federalState: properties.get(unit.property)?.federalState as 'BW',
      buildingId: randomUUID(),
      building: unit.building ?? '',
      unitId: randomUUID(),
      unit: unit.number ?? '',
      residents: rows('tenancies').flatMap((row) =>
        row.building === unit.building && row.unit === unit.number && !row.until ? [idOf(row.person)] : [],
      ),
    })),
    contractors: rows('contractors').map((row) => ({
      id: randomUUID(),
      name: persons.find(({ number }) => number === row.person)?.familyName ?? '',
      trades: (row.trades ?? '').split(',') as Cast['contractors'][number]['trades'],
      internal: row.internal === 'yes',
    })),
    managers: who('manager'),
    clerks: who('clerk'),
  };
}

// A Christmas morning, the night the clocks change, an ordinary noon.
const days = ['2026-12-25T09:00', '2027-03-28T00:30', '2027-06-30T10:00'];

describe.each(companies.map((company) => [company.folder, company] as const))('the demo of %s', (folder, company) => {
  const cast = castFrom(company);

  it.each(days)('has every state to show on %s', (day) => {
    const now = `${day}:00.000Z`;
    for (const [n, plot] of company.today.entries()) {
      const story = tellOpen(plot, n, { cast, now, seed: folder, idSeed: day, stranger: () => randomUUID() });
      expect(story, `${plot.damage} at ${plot.at.join(', ')} comes to ${plot.until.stage}`).toBeDefined();
      if (!story) continue;
      const balls = [...story.world.tickets.values(), ...story.world.orders.values()].flatMap((state) => state.balls);
      if (plot.until.stage === 'closed') expect(balls).toEqual([]);
      else expect(balls.map(({ stage }) => stage)).toContain(plot.until.stage);
      expect(story.at <= now, 'nothing happens in the future').toBe(true);
      // What the workflows go on from is not late already: their clocks would act before what people did comes in.
      const past = pastOf(story, now);
      const { world } = replay(story.entries.slice(0, past));
      for (const state of [...world.tickets.values(), ...world.orders.values()])
        expect((nextDeadline(state) ?? '9') > now).toBe(true);
    }
  });

  it('has a past that is over, and the same each time', () => {
    const now = '2026-11-23T19:00:00.000Z';
    const once = tellHistory(cast, now, company.closed, folder, 'ids');
    const again = tellHistory(cast, now, company.closed, folder, 'ids');
    expect(once).toHaveLength(company.closed);
    expect(JSON.stringify(again.map(({ entries }) => entries))).toBe(
      JSON.stringify(once.map(({ entries }) => entries)),
    );
    for (const story of once) {
      const times = story.entries.map((entry) => (entry.kind === 'tick' ? entry.at : entry.command.at));
      expect([...times].sort()).toEqual(times);
    }
  });
});
