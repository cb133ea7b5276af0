import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { importMasterData, type MasterTexts } from '../../db/import/masterData.ts';
import { masterTables } from '../../db/import/rows.ts';
import { ImportError, readTable } from '../../db/import/table.ts';

const building = masterTables.gebaeude;

function tablesOf(company: string): Record<keyof MasterTexts, string> {
  const text = (name: string) =>
    readFileSync(new URL(`../../scripts/demo/${company}/${name}.csv`, import.meta.url), 'utf8');
  return Object.fromEntries(Object.keys(masterTables).map((name) => [name, text(name)])) as Record<
    keyof MasterTexts,
    string
  >;
}

async function problemsOf(texts: MasterTexts) {
  const statements: string[] = [];
  const error = await importMasterData(async (sql) => {
    statements.push(sql);
    return [];
  }, texts).catch((reason: unknown) => reason);
  expect(statements, 'nothing is written when anything is wrong').toEqual([]);
  expect(error).toBeInstanceOf(ImportError);
  return (error as ImportError).problems;
}

describe('a table', () => {
  it('is read with any separator, mark and order of columns', () => {
    const wanted = [{ Objektnummer: '1', Gebäude: 'Vorderhaus', Straße: 'Am Markt 1' }];
    for (const text of [
      'Objektnummer;Gebäude;Straße\n1;Vorderhaus;Am Markt 1\n',
      '\uFEFFStraße,Objektnummer,Gebäude\r\n"Am Markt 1",1,Vorderhaus\r\n',
      'Gebäude\tStraße\tObjektnummer\nVorderhaus\t Am Markt 1 \t1',
    ])
      expect(readTable('gebaeude.csv', text, building).map(({ line, ...row }) => row)).toEqual(wanted);
  });

  it('names a column that is missing or not known', () => {
    const read = () => readTable('gebaeude.csv', 'Objektnummer;Gebäude;Strasse\n1;a;b', building);
    expect(read).toThrow(ImportError);
    expect(read).toThrow('gebaeude.csv, line 1: Straße column is missing');
  });

  it('names the line of a broken row as a spreadsheet counts it', () => {
    const read = () => readTable('gebaeude.csv', 'Objektnummer;Gebäude;Straße\n1;a;b\n2;;c\n', building);
    expect(read).toThrow('gebaeude.csv, line 3: Gebäude is empty');
  });
});

describe('master data', () => {
  it('is refused with every problem at once and nothing written', async () => {
    const texts = tablesOf('seeblick');
    texts.objekte = texts.objekte.replace('78464', '7846');
    texts.bewohner = texts.bewohner.replace('Mieter', 'Gast');
    const problems = await problemsOf(texts);
    expect(problems.map(({ file, column }) => [file, column])).toEqual([
      ['objekte.csv', 'PLZ'],
      ['bewohner.csv', 'Rolle'],
    ]);
  });

  it('is refused when a number means nothing or two things', async () => {
    const texts = tablesOf('seeblick');
    texts.eigentuemer = texts.eigentuemer.replace('WE 02', 'WE 99');
    texts.gebaeude += texts.gebaeude.split('\n')[1];
    const problems = await problemsOf(texts);
    expect(problems).toContainEqual(expect.objectContaining({ file: 'eigentuemer.csv', line: 3, column: 'Einheit' }));
    expect(problems).toContainEqual(expect.objectContaining({ file: 'gebaeude.csv', line: 4, column: 'Gebäude' }));
  });

  it('of the demo has shares that make up the whole', () => {
    for (const company of ['musterstadt', 'seeblick']) {
      const texts = tablesOf(company);
      const properties = readTable('objekte.csv', texts.objekte, masterTables.objekte);
      const units = readTable('einheiten.csv', texts.einheiten, masterTables.einheiten);
      for (const { Objektnummer: number, 'MEA gesamt': whole } of properties) {
        const shares = units.filter((unit) => unit.Objektnummer === number).map(({ MEA }) => MEA ?? 0);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(whole ?? 0);
      }
    }
  });
});
