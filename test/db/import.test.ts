import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { exported } from '../../api/imports/export.ts';
import { databaseUrlOf, withClient } from '../../db/control.ts';
import { applyPlan, revertRows, writtenKey } from '../../db/import/apply.ts';
import { masterData, readCurrent } from '../../db/import/current.ts';
import { planFiles } from '../../db/import/plan-files.ts';
import { recognise } from '../../db/import/recognise.ts';
import { writeSchema } from '../../db/import/schema.ts';
import { ImportRefused, takeFiles } from '../../db/import/take.ts';
import { UnreadableFile } from '../../db/import/unreadable.ts';
import { pack, unpack } from '../../db/import/zip.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { columnOf } from '../../domain/import/columns.ts';
import { suggestedMapping } from '../../domain/import/mapping.ts';
import { planImport } from '../../domain/import/plan.ts';
import { fileNames, type MasterTable, masterTables } from '../../domain/import/tables.ts';
import { startTestApi, type TestApi } from '../support/api.ts';

let api: TestApi;
let empty: Workspace;
let other: Workspace;
beforeAll(async () => {
  api = await startTestApi();
  [empty, other] = [api.one, api.two];
});
afterAll(async () => {
  await api.close();
});

const TABLES = [
  'person',
  'property',
  'building',
  'unit',
  'tenancy',
  'ownership',
  'board_membership',
  'contractor',
  'employee',
];
/** Empties these tables and all that refer to them. Not by truncate: it makes the files of each of them anew. */
const clear = async (workspace: Workspace) => {
  const { control } = api.services.workspaces;
  const url = databaseUrlOf(control.databaseUrl, await control.record(workspace.id), 'operator');
  await withClient(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `with recursive t (oid) as (
         select unnest($1::text[])::regclass::oid
         union select c.conrelid from pg_constraint c join t on c.confrelid = t.oid where c.contype = 'f'
       ) select oid::regclass::text as name from t`,
      [TABLES],
    );
    await client.query(
      [
        'set session_replication_role = replica',
        ...rows.map(({ name }) => `delete from ${name}`),
        `delete from role where name <> ''`,
      ].join(';'),
    );
  });
};
const utf8 = (text: string) => new Map([['datei.csv', new TextEncoder().encode(text)]]);
const demo = (company: string) =>
  new Map(
    Object.values(fileNames).map((name) => [
      `${name}.csv`,
      readFileSync(new URL(`../../scripts/demo/${company}/${name}.csv`, import.meta.url)) as Uint8Array,
    ]),
  );
const take = (workspace: Workspace, files: ReadonlyMap<string, Uint8Array>) =>
  workspace.transaction((q) => takeFiles(q, files));
const out = async (workspace: Workspace, format: 'zip' | 'xml' | 'openimmo') => {
  const { body } = await exported(
    { query: workspace.query.bind(workspace), name: 'Firma', slug: 'firma' },
    format,
    new Date(0),
  );
  return Buffer.from(body);
};
const unreadable = (name: string, bytes: Uint8Array) => {
  try {
    recognise(name, bytes);
    return 'readable';
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    return `${error.line} ${error.code} ${error.details.heading ?? ''}`.trim();
  }
};
const text = (given: string) => new TextEncoder().encode(given);

/** What an independent validator says of a file by our schema; empty where it holds. */
const breaches = async (xml: string) => {
  const { errors } = await validateXML({ xml: [{ fileName: 'a.xml', contents: xml }], schema: [writeSchema()] });
  return errors.map(({ message }) => message);
};

describe('the schema of our own XML', () => {
  test.each(['musterstadt', 'seeblick'])('holds for all that goes out of %s', async (company) => {
    await clear(empty);
    await take(empty, demo(company));
    expect(await breaches((await out(empty, 'xml')).toString())).toEqual([]);
  });

  test('and reading allow and refuse the same', async () => {
    const person = (attributes: string) =>
      `<stammdaten version="1"><personenliste><person ${attributes}/></personenliste></stammdaten>`;
    const unit = (attributes: string) =>
      `<stammdaten version="1"><einheitenliste><einheit property="1" building="A" number="1" ${attributes}/></einheitenliste></stammdaten>`;
    for (const xml of [
      person('number="1" familyName="Berger &amp; Söhne"'),
      person('number="1" kind="company" active="no"'),
      unit('area="72.5" floor="-1" usage="flat" rooms="3"'),
    ])
      expect([await breaches(xml), unreadable('a.xml', text(xml))]).toEqual([[], 'readable']);
    for (const xml of [
      person('number="1" nickname="Bert"'),
      person('number="1" kind="Frau"'),
      person('number="1" active=""'),
      unit('area="72,5"'),
      unit('floor="EG"'),
      unit('rooms="03"'),
      '<stammdaten version="1"><kundenliste/></stammdaten>',
      '<stammdaten version="2"/>',
    ]) {
      expect((await breaches(xml)).length, xml).toBeGreaterThan(0);
      expect(unreadable('a.xml', text(xml)), xml).toMatch(/xml(Strange|Value|Unknown)/);
    }
  });
});

describe('what goes out comes back in equal', () => {
  test.each(['musterstadt', 'seeblick'])(
    'for the demo of %s, as CSV and as XML; a second time nothing changes',
    async (company) => {
      for (const format of ['zip', 'xml'] as const) {
        await clear(empty);
        await clear(other);
        const taken = await take(empty, demo(company));
        expect(taken.units).toBeGreaterThan(10);
        const first = await out(empty, format);
        expect(await take(empty, new Map([['wieder', first]]))).toEqual({});
        await take(other, new Map([['anderswo', first]]));
        expect((await out(other, format)).equals(first)).toBe(true);
      }
    },
  );

  test('for employees with several roles, each with its properties, its limit and its time', async () => {
    const own = '0b2f1c1e-6d6f-4b8e-9f2a-3a1f0c5d7e90';
    await clear(empty);
    await empty.query(`insert into role (key, name, functions) values ($1, 'Vertretung', '{see,note}')`, [own]);
    await take(empty, demo('musterstadt'));
    const files = (roles: string) =>
      new Map([
        ['mitarbeiter.csv', text('Person;Funktion;Objekte;Freigabegrenze\nP-0002;Sachbearbeiter;keine;1.500,00\n')],
        ['mitarbeiterrollen.csv', text(`Person;Nr;Funktion;Objekte;Freigabegrenze;Von;Bis\n${roles}`)],
      ]);
    const first = `P-0002;2;Verwalter;200, 100;5.000,50;01.01.2026;31.12.2026\nP-0002;4;${own};keine;0,00;;31.12.2026\n`;
    const taken = { employees: 1, employeeRoles: 3 };
    expect(await take(empty, files(`${first}P-0002;3;Verwalter;alle;;15.01.2026;\n`))).toEqual(taken);
    const held = (workspace: Workspace) =>
      workspace.query(
        `select r.role, r.all_properties as everywhere, r.approval_limit_cents as "limitCents", r.valid_from::text as "from",
           r.valid_until::text as until, array(select o.number from employee_role_property x join property o
             on o.id = x.property_id where x.employee_role_id = r.id order by 1) as on
         from employee_role r join person p on p.id = r.person_id where p.number = 'P-0002' order by r.place`,
      );
    const rows = [
      {
        role: 'manager',
        everywhere: false,
        limitCents: 500_050,
        from: '2026-01-01',
        until: '2026-12-31',
        on: ['100', '200'],
      },
      { role: 'manager', everywhere: true, limitCents: null, from: '2026-01-15', until: null, on: [] },
      { role: own, everywhere: false, limitCents: 0, from: null, until: '2026-12-31', on: [] },
    ];
    expect(await held(empty)).toEqual(rows);
    for (const format of ['zip', 'xml'] as const) {
      await clear(other);
      const file = await out(empty, format);
      expect(await take(empty, new Map([['wieder', file]]))).toEqual({});
      await take(other, new Map([['anderswo', file]]));
      expect((await out(other, format)).equals(file)).toBe(true);
      expect(await held(other)).toEqual(rows);
    }
    // A workbook is for reading: who holds which role stands there by its name.
    const book = await exported({ query: empty.query.bind(empty), name: 'Firma', slug: 'firma' }, 'xlsx', new Date(0));
    const parts = unpack('x.xlsx', Buffer.from(book.body));
    const part = (name: string) => Buffer.from(parts.get(name) ?? []).toString();
    const strings = [...part('xl/sharedStrings.xml').matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map(([, each]) => each);
    const sheet = part(`xl/worksheets/sheet${masterTables.indexOf('employeeRoles') + 1}.xml`);
    const said = [...sheet.matchAll(/<c [^>]*t="s"[^>]*><v>(\d+)<\/v>/g)].map(([, n]) => strings[Number(n)]);
    expect(said).toEqual(expect.arrayContaining(['P-0002', 'Vertretung', '5000,50']));
    expect(said).not.toContain(own);
    // Own roles come before who holds them, or are there; else nobody can be given one.
    const { roles } = await masterData(other.query.bind(other));
    const demoRole = { functions: 'evaluate,note,see', name: 'Versicherungsschäden', told: '' };
    expect([...roles.values()]).toEqual(
      expect.arrayContaining([
        { key: own, name: 'Vertretung', functions: 'note,see', told: '' },
        expect.objectContaining(demoRole),
      ]),
    );
    await clear(other);
    await take(other, demo('musterstadt'));
    const refused = await take(other, files(first)).catch((error) => error);
    expect((refused as ImportRefused).problems.map(({ line, field, code }) => [line, field, code])).toEqual([
      [3, 'role', 'notKnown'],
    ]);
    // One of them is changed by its number, and a file of before, which knows neither limits nor further roles, leaves both.
    expect(await take(empty, files('P-0002;2;Verwalter;300;2.000,00;01.01.2026;\n'))).toEqual({ employeeRoles: 1 });
    const [changed] = await held(empty);
    expect(changed).toMatchObject({ limitCents: 200_000, until: null, on: ['300'] });
    const before = await out(empty, 'xml');
    const old = text('Person;Funktion;Bereitschaft;Objekte;Aktiv\nP-0002;Sachbearbeiter;nein;keine;ja\n');
    expect(await take(empty, new Map([['mitarbeiter.csv', old]]))).toEqual({});
    const oldXml = '<mitarbeiter person="P-0002" role="clerk" onCall="no" properties="keine" active="yes"/>';
    const whole = `<stammdaten version="1"><mitarbeiterliste>${oldXml}</mitarbeiterliste></stammdaten>`;
    expect(await take(empty, new Map([['alt.xml', text(whole)]]))).toEqual({});
    expect((await out(empty, 'xml')).equals(before)).toBe(true);
  });

  test('for OpenImmo what it can say: houses, units and contacts', async () => {
    await clear(empty);
    await clear(other);
    await take(empty, demo('musterstadt'));
    const first = await out(empty, 'openimmo');
    await take(other, new Map([['immo.xml', first]]));
    const [here, there] = [await masterData(empty.query.bind(empty)), await masterData(other.query.bind(other))];
    expect([...there.units]).toEqual(expect.arrayContaining([...here.units]));
    expect([...there.buildings.keys()].sort()).toEqual([...here.buildings.keys()].sort());
    expect([...there.properties.keys()].sort()).toEqual([...here.properties.keys()].sort());
    expect(there.persons.size).toBeGreaterThan(0);
  });

  test('for generated companies with whatever people are called', async () => {
    // U+FFFD stands for letters that were read wrongly: such a name is refused.
    const word = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
      .map((given) => `${given.replace(/[\p{C}\p{Z}\ufffd]/gu, 'x')}a`);
    const company = fc.record({
      people: fc.uniqueArray(fc.record({ givenName: word, familyName: word, otherNames: word }), {
        minLength: 1,
        maxLength: 6,
      }),
      units: fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 8 }),
      formula: fc.constantFrom('=1+1', '-5', '@x', "'=a", '+49'),
      roles: fc.uniqueArray(
        fc.record({
          key: fc.uuid(),
          name: fc.oneof(
            word.filter(({ length }) => length <= 60),
            fc.constantFrom('Buchhaltung', '=1+1', 'Technik; Haus 1, 2'),
          ),
          functions: fc
            .subarray(columnOf('roles', 'functions')?.cell.words?.slice() ?? [])
            .map((all) => all.join(', ')),
          told: fc.constantFrom('', 'Leitung', 'Neue Vorgänge und Erinnerungen'),
        }),
        { minLength: 1, maxLength: 5, selector: ({ key }) => key },
      ),
    });
    await fc.assert(
      fc.asyncProperty(company, async ({ people, units, formula, roles }) => {
        await clear(empty);
        await clear(other);
        const persons = people.map((each, n) => ({ number: `N${n}`, ...each }));
        const rows = {
          persons: [...persons, { number: 'F', familyName: formula }],
          properties: [
            {
              number: '1',
              name: formula,
              managementType: 'WEG',
              federalState: 'BE',
              street: 'A',
              postalCode: '10115',
              city: 'B',
              shareDenominator: '1000',
            },
          ],
          buildings: [{ property: '1', name: 'H', street: 'A' }],
          roles,
          employees: [{ person: 'N0', role: roles[0]?.key ?? '' }],
          employeeRoles: roles.map(({ key }, n) => ({ person: 'N0', number: String(n + 2), role: key })),
          units: units.map((number) => ({ property: '1', number: String(number), shareNumerator: '7' })),
          tenancies: persons.map(({ number }, n) => ({
            property: '1',
            building: 'H',
            unit: String(units[n % units.length]),
            person: number,
            from: `0${(n % 9) + 1}.01.202${n}`,
            until: `0${(n % 9) + 1}.02.202${n}`,
          })),
        };
        const { cells, ids } = await readCurrent(empty.query.bind(empty));
        const { guarded } = await import('../../domain/import/cells.ts');
        const source = (table: MasterTable, list: Record<string, string>[]) =>
          list.map((each, n) => ({
            file: table,
            line: n + 2,
            cells: Object.fromEntries(Object.entries(each).map(([field, value]) => [field, guarded(value)])),
          }));
        const plan = planImport(
          Object.fromEntries(Object.entries(rows).map(([table, list]) => [table, source(table as MasterTable, list)])),
          cells,
        );
        expect(plan.rows.flatMap(({ problems }) => problems)).toEqual([]);
        await empty.transaction((q) => applyPlan(q, plan, { cells, ids }));
        for (const format of ['zip', 'xml'] as const) {
          await clear(other);
          const first = await out(empty, format);
          await take(other, new Map([['x', first]]));
          expect((await out(other, format)).equals(first)).toBe(true);
        }
      }),
      { numRuns: 5 },
    );
  });
});

describe('a file is read', () => {
  const header = 'Nr;Nachname;E-Mail\r\n';
  test.each([
    ['UTF-8', text(`${header}1;Müller;\r\n`)],
    ['UTF-8 with a mark', text(`\uFEFF${header}1;Müller;\r\n`)],
    ['UTF-16', Buffer.from(`\uFEFF${header}1;Müller;\r\n`, 'utf16le')],
    ['UTF-16 without a mark', Buffer.from(`${header}1;Müller;\r\n`, 'utf16le')],
    ['Windows-1252', Buffer.from(`${header}1;Müller;\r\n`, 'latin1')],
    ['commas and quotes', text('Nr,Nachname,E-Mail\n1,"Müller",\n')],
    ['commas in a cell, more than separators', text('Nr;Nachname;Weitere Namen\n1;Müller;a, b, c, d, e, f\n')],
    ['tabs', text('Nr\tNachname\tE-Mail\n1\tMüller\t\n')],
    ['a title above its headings', text(`Personenliste;;\r\nStand 25.11.2026;;\r\n;;\r\n${header}1;Müller;\r\n`)],
    ['a ZIP', pack(new Map([['personen.csv', `${header}1;Müller;\r\n`]]))],
  ])('as %s', async (_what, bytes) => {
    await clear(empty);
    expect(await take(empty, new Map([['personen.csv', bytes]]))).toEqual({ persons: 1 });
    expect(await empty.query('select family_name from person')).toEqual([{ family_name: 'Müller' }]);
  });

  test.each([
    ['a row too short', text(`${header}1;Müller;\n2;Meier\n`), '3 rowTooShort E-Mail'],
    ['a row too long', text(`${header}1;Müller;;x\n`), '2 rowTooLong'],
    ['an open quote', text(`${header}1;"Müller;\n2;b;\n`), /quoteOpen/],
    ['a heading twice', text('Nr;Nachname;Nr\n1;a;2\n'), '1 headingTwice'],
    ['headings only', text(header), '1 nothingInIt'],
    ['nothing', new Uint8Array(), '1 nothingInIt'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]), '1 encodingUnknown'],
    [
      'XML with a document type',
      text('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><stammdaten version="1"/>'),
      '1 xmlUnsafe',
    ],
    ['XML that ends too soon', text('<stammdaten version="1"><personenliste>'), /xmlBroken/],
    ['XML of somebody else', text('<liste><a/></liste>'), '1 xmlUnknown'],
    [
      'an element that our XML does not know',
      text('<stammdaten version="1">\n<personenliste>\n<kunde/></personenliste></stammdaten>'),
      '3 xmlStrange',
    ],
    ['a list that our XML does not know', text('<stammdaten version="1">\n<kunden/></stammdaten>'), '2 xmlStrange'],
    [
      'an attribute that our XML does not know',
      text(
        '<stammdaten version="1"><personenliste>\n<person number="1"/>\n<person nummer="2"/></personenliste></stammdaten>',
      ),
      '3 xmlStrange',
    ],
    [
      'a value that the schema does not allow',
      text('<stammdaten version="1"><personenliste>\n<person number="1" kind="Frau"/></personenliste></stammdaten>'),
      '2 xmlValue',
    ],
    [
      'words between the elements',
      text('<stammdaten version="1"><personenliste>\n<person number="1">Hallo</person></personenliste></stammdaten>'),
      '2 xmlStrange',
    ],
    ['a ZIP that is none', Buffer.from([0x50, 0x4b, 3, 4, 1, 2, 3]), '1 zipBroken'],
    ['a ZIP without files for us', pack(new Map([['bild.png', 'x']])), '1 kindUnknown'],
    [
      'an Excel workbook',
      pack(
        new Map([
          ['[Content_Types].xml', '<a/>'],
          ['xl/workbook.xml', '<a/>'],
        ]),
      ),
      '1 workbook',
    ],
    [
      'more columns than anybody fills',
      text(`${Array.from({ length: 201 }, (_, n) => `S${n}`).join(';')}\n`),
      /tooManyColumns/,
    ],
    ['a ZIP bomb', pack(new Map([['personen.csv', new Uint8Array(210 * 1024 * 1024)]])), '1 zipTooLarge'],
    ['more rows than a company has', text(`Nr;Nachname\n${'1;a\n'.repeat(300_001)}`), '1 tooManyRows'],
  ])('not where it is %s', (_what, bytes, said) => {
    expect(unreadable('datei', bytes)).toMatch(said);
  });
});

describe('rows are taken all or none', () => {
  test('a file with one wrong row changes nothing, and every wrong row is named', async () => {
    await clear(empty);
    const wrong = 'Nr;Nachname;E-Mail;Sprache\n1;Berger;;de\n2;;b@example.de;de\n3;Wolf;keine;klingonisch\n';
    const refused = await take(empty, utf8(wrong)).catch((error) => error);
    expect(refused).toBeInstanceOf(ImportRefused);
    expect((refused as ImportRefused).problems.map(({ line, field, code }) => [line, field, code])).toEqual([
      [3, 'familyName', 'fieldRequired'],
      [4, 'locale', 'wordUnknown'],
    ]);
    expect(await empty.query('select 1 from person')).toEqual([]);
  });

  /** Takes files, and says what is needed to take them back. */
  const taken = async (files: ReadonlyMap<string, Uint8Array>) => {
    const current = await readCurrent(empty.query.bind(empty));
    const found = [...files]
      .flatMap(([name, bytes]) => recognise(name, bytes))
      .map((file) => ({ ...file, mapping: suggestedMapping(file.name, file.headings) }));
    const plan = planFiles(found, current);
    expect(plan.rows.flatMap(({ problems }) => problems)).toEqual([]);
    const written = await empty.transaction((q) => applyPlan(q, plan, current));
    return plan.rows.flatMap(({ table, key, kind, before, after }) =>
      kind === 'new' || kind === 'changed'
        ? [{ table, kind, id: written.get(writtenKey(table, key)) ?? '', before, after }]
        : [],
    );
  };

  test('what was taken can be taken back to the letter, and not once somebody uses it', async () => {
    await clear(empty);
    await take(empty, demo('seeblick'));
    const before = await out(empty, 'xml');
    const more = new Map([['einheiten.csv', text('Objektnummer;Gebäude;Einheit;Zimmer\n') as Uint8Array]]);
    const [unit] = [...(await masterData(empty.query.bind(empty))).units.values()];
    more.set(
      'einheiten.csv',
      text(
        `Objektnummer;Gebäude;Einheit;Zimmer\n${unit?.property};${unit?.building};${unit?.number};7\n${unit?.property};${unit?.building};NEU 1;2,5\n`,
      ),
    );
    const rows = await taken(more);
    expect((await out(empty, 'xml')).equals(before)).toBe(false);
    const added = rows.find(({ kind }) => kind === 'new');
    const [person] = await empty.query<{ id: string }>('select id from person limit 1');
    await empty.query(
      `insert into tenancy (unit_id, person_id, role, valid_from) values ($1, $2, 'renter', '2026-01-01')`,
      [added?.id, person?.id],
    );
    await expect(empty.transaction((q) => revertRows(q, rows))).rejects.toMatchObject({ code: '23503' });
    await empty.query('delete from tenancy where unit_id = $1', [added?.id]);
    await empty.transaction((q) => revertRows(q, rows));
    expect((await out(empty, 'xml')).equals(before)).toBe(true);
  });

  test('and also where a file only wrote names and numbers with other gaps, with all that hangs on them', async () => {
    await clear(empty);
    const files = (house: string, number: string, name: string, more: Record<string, string>) =>
      new Map(
        Object.entries({
          'personen.csv': `Nr;Nachname\n${number};Berger\nP 2;Wolf\n`,
          'objekte.csv': `Objektnummer;Bezeichnung;Verwaltungsart;Bundesland;Straße;PLZ;Ort;Vermieter\n${house};Hof;Mietverwaltung;BE;Weg 1;10115;Berlin;${number}\n`,
          'gebaeude.csv': `Objektnummer;Gebäude;Straße\n${house};${name};Weg 1\n`,
          'einheiten.csv': `Objektnummer;Gebäude;Einheit;Zimmer\n${house};${name};WE 1;2\n`,
          'mitarbeiter.csv': `Person;Funktion;Objekte\n${number};Verwalter;${house}\n`,
          ...more,
        }).map(([file, rows]) => [file, text(rows)]),
      );
    await taken(
      files('H 1', 'P 1', 'Haus 2', {
        'bewohner.csv': 'Objektnummer;Gebäude;Einheit;Person;Von;Bis\nH 1;Haus 2;WE 1;P 1;01.01.2024;\n',
        'beirat.csv': 'Objektnummer;Person;Von;Bis\nH 1;P 1;01.01.2024;\n',
      }),
    );
    const before = await out(empty, 'xml');
    const rows = await taken(
      files('h  1', 'p  1', 'HAUS  2', {
        'bewohner.csv': `Objektnummer;Gebäude;Einheit;Person;Von;Bis\nH   1;haus   2;WE 1;P   1;01.01.2024;31.12.2025\n`,
        'beirat.csv': 'Objektnummer;Person;Von;Bis\nH 1;P 1;01.01.2024;31.12.2025\nH 1;P 1;01.01.2026;\n',
        'mitarbeiter.csv': 'Person;Funktion;Objekte\nP 1;Sachbearbeiter;alle\nP 2;Technik;H 1\n',
        'rollen.csv': 'Name;Funktionen\nTechnik;Sehen\n',
        'mitarbeiterrollen.csv': 'Person;Nr;Funktion;Objekte;Von;Bis\nP 1;2;Technik;H 1;;\n',
      }),
    );
    expect((await out(empty, 'xml')).equals(before)).toBe(false);
    await empty.transaction((q) => revertRows(q, rows));
    expect((await out(empty, 'xml')).toString()).toBe(before.toString());
  });

  test('every table can be written, changed and taken back', async () => {
    await clear(empty);
    await take(empty, demo('musterstadt'));
    const cells = await masterData(empty.query.bind(empty));
    for (const table of masterTables) expect([table, cells[table].size > 0]).toEqual([table, true]);
  });
});
