import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { masterTables } from '../../db/import/rows.ts';
import { readTable } from '../../db/import/table.ts';
import { nextDeadline } from '../../domain/lifecycle/ball.ts';
import type { Cast } from '../../scripts/demo/cast.ts';
import { type Company, companies } from '../../scripts/demo/company.ts';
import { tellHistory } from '../../scripts/demo/history.ts';
import { tellOpen } from '../../scripts/demo/open.ts';
import { pastOf, replay } from '../../scripts/demo/story.ts';

/** The company's people and houses as its tables have them. */
function castFrom({ folder }: Company): Cast {
  const text = (name: string) =>
    readFileSync(new URL(`../../scripts/demo/${folder}/${name}.csv`, import.meta.url), 'utf8');
  type Cells = Record<string, string> & { Gewerke: Cast['contractors'][number]['trades']; 'Eigener Betrieb': boolean };
  const rows = (name: keyof typeof masterTables) => {
    const schema: z.ZodObject = masterTables[name];
    return readTable(name, text(name), schema) as unknown as Cells[];
  };
  const ids = new Map(rows('personen').map((row) => [row.Nr, randomUUID() as string]));
  const idOf = (number?: string) => ids.get(number) ?? '';
  const who = (title: string) =>
    rows('mitarbeiter').flatMap((row) => (row.Funktion === title ? [idOf(row.Person)] : []));
  const properties = new Map(rows('objekte').map((row) => [row.Objektnummer, row]));
  return {
    places: rows('einheiten').map((unit) => ({
      propertyId: randomUUID(),
      number: unit.Objektnummer ?? '',
      managementType: properties.get(unit.Objektnummer)?.Verwaltungsart as 'weg',
      federalState: properties.get(unit.Objektnummer)?.Bundesland as 'BW',
      buildingId: randomUUID(),
      building: unit.Gebäude ?? '',
      unitId: randomUUID(),
      unit: unit.Einheit ?? '',
      residents: rows('bewohner').flatMap((row) =>
        row.Gebäude === unit.Gebäude && row.Einheit === unit.Einheit && !row.Bis ? [idOf(row.Person)] : [],
      ),
    })),
    contractors: rows('handwerker').map((row) => ({
      id: randomUUID(),
      name: rows('personen').find(({ Nr }) => Nr === row.Person)?.Nachname ?? '',
      trades: row.Gewerke,
      internal: row['Eigener Betrieb'],
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
