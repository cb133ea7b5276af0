import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guarded, unguarded } from '../../domain/import/cells.ts';
import { columnOf, columns } from '../../domain/import/columns.ts';
import { withPersonsApart } from '../../domain/import/lists.ts';
import { missingFields, signatureOf, suggestedMapping } from '../../domain/import/mapping.ts';
import { nothingThere, planImport, type SourceRow } from '../../domain/import/plan.ts';
import { withRolesByKey } from '../../domain/import/role-names.ts';
import { type Cells, keyOf, type MasterTable, masterTables } from '../../domain/import/tables.ts';

const [OWN, OWN_TOO, OWN_THIRD] = [
  '0b2f1c1e-6d6f-4b8e-9f2a-3a1f0c5d7e90',
  '1b2f1c1e-6d6f-4b8e-9f2a-3a1f0c5d7e90',
  '2b2f1c1e-6d6f-4b8e-9f2a-3a1f0c5d7e90',
] as const;
const rows = (...all: Cells[]): SourceRow[] => all.map((cells, n) => ({ file: 'x.csv', line: n + 2, cells }));
const house = {
  persons: rows(
    { number: 'P-1', familyName: 'Berger', email: 'berger@haus.example' },
    { number: 'P-2', familyName: 'Wolf' },
  ),
  properties: rows({
    number: '100',
    name: 'Lindenhof',
    managementType: 'WEG',
    federalState: 'Baden-Württemberg',
    street: 'Lindenhof 2',
    postalCode: '70176',
    city: 'Stuttgart',
    shareDenominator: '1.000',
    approvalLimitCents: '2.500,00',
  }),
  buildings: rows({ property: '100', name: 'Haus 2', street: 'Lindenhof 2' }),
  units: rows(
    { property: '100', building: 'Haus 2', number: 'WE 01', floor: 'EG', area: '72,5', shareNumerator: '400' },
    { property: '100', number: 'WE 02', floor: '1. OG', shareNumerator: '600' },
  ),
};
const tenancy = { property: '100', unit: 'WE 01', person: 'P-1', from: '01.02.2024' };
const wrongIn = (plan: ReturnType<typeof planImport>) =>
  plan.rows.flatMap(({ problems }) => problems.map(({ code, line, field }) => `${line} ${field}: ${code}`));
const applied = (plan: ReturnType<typeof planImport>) => {
  const there = nothingThere();
  for (const row of plan.rows) there[row.table].set(row.key, row.after);
  return there;
};

describe('a cell is read as people write it', () => {
  const read = (table: MasterTable, field: string, text: string) => columnOf(table, field)?.cell.read(text);
  it.each([
    ['tenancies', 'from', '1.2.2024', '2024-02-01'],
    ['tenancies', 'from', '01.02.24', '2024-02-01'],
    ['tenancies', 'from', '01.02.87', '1987-02-01'],
    ['tenancies', 'from', '2024-02-01 00:00:00', '2024-02-01'],
    ['tenancies', 'from', '30.02.2024', null],
    ['units', 'area', '1.072,50', '1072.5'],
    ['units', 'area', '72.5', '72.5'],
    ['units', 'area', 'groß', null],
    ['units', 'floor', '2. OG', '2'],
    ['units', 'floor', 'UG', '-1'],
    ['properties', 'approvalLimitCents', '1.840,5 €', '184050'],
    ['properties', 'federalState', 'Nordrhein-Westfalen', 'NW'],
    ['ownerships', 'share', '1 / 2', '1/2'],
    ['ownerships', 'share', '0/0', null],
    ['contractors', 'trades', 'Heizung, Sanitär', 'heating,plumbing'],
  ] as const)('%s.%s: %s', (table, field, text, plain) => {
    expect(read(table, field, text)).toBe(plain);
  });

  it('whatever it begins with, it is no formula for a spreadsheet and comes back as it was', () => {
    const some = fc
      .array(fc.constantFrom("'", '=', '+', '-', '@', '\t', 'a'), { maxLength: 6 })
      .map((signs) => signs.join(''));
    fc.assert(fc.property(some, (given) => unguarded(guarded(given)) === given && !/^[=+\-@\t]/.test(guarded(given))));
  });

  it('and means the same again when it was written by us', () => {
    const plain: Record<string, fc.Arbitrary<string>> = {
      dateInvalid: fc
        .date({ min: new Date('1950-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
        .map((at) => at.toISOString().slice(0, 10)),
      numberInvalid: fc.integer({ min: -9, max: 99_999 }).map(String),
      amountInvalid: fc.integer({ min: 0, max: 10_000_000 }).map(String),
      fractionInvalid: fc
        .tuple(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 99 }))
        .map((p) => p.join('/')),
    };
    for (const table of masterTables)
      for (const { cell } of columns[table]) {
        const some = plain[cell.problem];
        if (some) fc.assert(fc.property(some, (value) => cell.read(cell.write(value)) === value));
        for (const word of cell.words ?? []) expect(cell.write(cell.read(word) ?? '')).toBe(word);
      }
  });
});

describe('what taking files would do', () => {
  it('is everything new in an empty company, and nothing when the same files come again', () => {
    const first = planImport({ ...house, tenancies: rows(tenancy) }, nothingThere());
    expect(wrongIn(first)).toEqual([]);
    expect(new Set(first.rows.map(({ kind }) => kind))).toEqual(new Set(['new']));
    expect(first.rows.find(({ table, line }) => table === 'units' && line === 3)?.after.building).toBe('Haus 2');
    const again = planImport({ ...house, tenancies: rows(tenancy) }, applied(first));
    expect(new Set(again.rows.map(({ kind }) => kind))).toEqual(new Set(['same']));
    expect(again.missing).toEqual([]);
  });

  it('keeps what a file does not give, and names what it changes', () => {
    const there = applied(planImport(house, nothingThere()));
    const plan = planImport({ units: rows({ property: '100', number: 'we 01', rooms: '3' }) }, there);
    const [row] = plan.rows;
    expect([row?.kind, row?.before?.rooms, row?.after.rooms, row?.after.area]).toEqual(['changed', '', '3', '72.5']);
    expect(plan.missing.map(({ cells }) => cells.number)).toEqual(['WE 02']);
  });

  it('names a house as the same files spell it anew, also where only its unit is named', () => {
    const there = applied(planImport(house, nothingThere()));
    const buildings = rows({ property: '100', name: 'haus  2', street: 'Lindenhof 2' });
    const plan = planImport({ buildings, tenancies: rows(tenancy) }, there);
    expect(wrongIn(plan)).toEqual([]);
    expect(plan.rows.map(({ table, after }) => [table, after.name ?? after.building])).toEqual([
      ['buildings', 'haus  2'],
      ['tenancies', 'haus  2'],
    ]);
  });

  it.each([
    [
      'a unit twice',
      { units: rows({ property: '100', number: 'WE 09' }, { property: '100', number: 'we  09' }) },
      '3 number: keyTwice',
    ],
    [
      'a lease that ends before it begins',
      { tenancies: rows({ ...tenancy, until: '31.01.2024' }) },
      '2 until: endsBeforeItBegins',
    ],
    [
      'leases that overlap',
      { tenancies: rows(tenancy, { ...tenancy, person: 'P-2', from: '01.03.2024' }) },
      '3 from: leasesOverlap',
    ],
    [
      'somebody who lives in a unit twice at a time',
      { tenancies: rows(tenancy, { ...tenancy, from: '01.03.2024' }) },
      '3 person: personTwice',
    ],
    [
      'an address that is no e-mail',
      { persons: rows({ number: 'P-3', familyName: 'X', email: 'berger@' }) },
      '2 email: emailInvalid',
    ],
    [
      'a range of postal codes where a firm’s areas are beginnings of them',
      { contractors: rows({ person: 'P-1', trades: 'Dach', districts: '71, 70-72' }) },
      '2 districts: districtInvalid',
    ],
    ['a share of 0/0', { ownerships: rows({ ...tenancy, share: '0/0' }) }, '2 share: fractionInvalid'],
    [
      'a whole of nothing',
      { properties: rows({ ...house.properties[0]!.cells, shareDenominator: '0' }) },
      '2 shareDenominator: shareInvalid',
    ],
    [
      'a mail address of two people',
      {
        persons: rows(
          { number: 'P-3', familyName: 'X', email: 'x@y.example' },
          { number: 'P-4', familyName: 'Z', email: 'X@Y.example' },
        ),
      },
      '3 email: emailTwice',
    ],
    [
      'a mail address that somebody else has',
      { persons: rows({ number: 'P-3', familyName: 'X', email: 'Berger@Haus.example' }) },
      '2 email: emailThere',
    ],
    [
      'signs that could not be read',
      { persons: rows({ number: 'P-3', familyName: 'M\ufffdller' }, { number: 'P-4', familyName: 'M\u0081ller' }) },
      '2 familyName: lettersBroken; 3 familyName: lettersBroken',
    ],
    [
      'a number that is too long',
      { persons: rows({ number: 'N'.repeat(41), familyName: 'X' }) },
      '2 number: textTooLong',
    ],
    ['an employee without a role', { employees: rows({ person: 'P-1' }) }, '2 role: fieldRequired'],
    [
      'an employee for a property that is not there',
      { employees: rows({ person: 'P-1', role: 'Verwalter', properties: '100, 999' }) },
      '2 properties: notKnown',
    ],
    [
      'a further role of nobody who works here',
      { employeeRoles: rows({ person: 'P-1', number: '2', role: 'Verwalter' }) },
      '2 person: notKnown',
    ],
    [
      'further roles that can’t be held',
      {
        employees: rows(
          { person: 'P-1', role: 'Verwalter', approvalLimitCents: '-1' },
          { person: 'P-2', role: 'Admin' },
        ),
        employeeRoles: rows(
          { person: 'P-2', number: '1', role: 'Verwalter' },
          { person: 'P-2', number: '2', role: 'Verwalter', from: '02.01.2026', until: '01.01.2026' },
          { person: 'P-2', number: '3', role: '00000000-0000-4000-8000-000000000000' },
          { person: 'P-2', number: '4', role: 'Verwalter', properties: '999' },
          { person: 'P-2', number: '5', role: 'Verwalter', approvalLimitCents: '1.000.001' },
        ),
      },
      [
        '2 approvalLimitCents: amountInvalid',
        '2 number: badInput',
        '3 until: endsBeforeItBegins',
        '4 role: notKnown',
        '5 properties: notKnown',
        '6 approvalLimitCents: amountInvalid',
      ].join('; '),
    ],
    [
      'an own role that can’t be one',
      {
        roles: rows(
          { key: 'Hausmeister', name: 'Hausmeister Nord' },
          { key: 'accountant', name: 'Buchhaltung', functions: 'Sehen' },
          { key: '42', name: 'Technik' },
          { key: OWN, name: 'T' },
          { key: OWN_TOO, name: 'Technik', functions: 'Sehen, Fliegen' },
          { key: OWN_TOO, name: 'Technik', told: 'Alles' },
          { key: OWN_THIRD, name: 'T'.repeat(61) },
          { name: 'Technik' },
        ),
      },
      [
        '2 key: roleReadyMade',
        '3 name: roleReadyMade',
        '4 key: roleKeyInvalid',
        '5 name: roleNameShort',
        '6 functions: wordUnknown',
        '7 told: wordUnknown',
        '7 key: keyTwice',
        '8 name: textTooLong',
        '9 key: fieldRequired',
      ].join('; '),
    ],
    ['a lease of the year 24', { tenancies: rows({ ...tenancy, from: '01.02.0024' }) }, '2 from: dateInvalid'],
    [
      'more leases than a unit can have had',
      {
        tenancies: rows(
          ...Array.from({ length: 1_001 }, (_, n) => ({ ...tenancy, from: `${1_800 + (n % 400)}-0${1 + (n % 3)}-11` })),
        ),
      },
      '2 unit: tooManyOfUnit',
    ],
    ['somebody who is not there', { tenancies: rows({ ...tenancy, person: 'P-9' }) }, '2 person: notKnown'],
    ['a row without its key', { units: rows({ property: '100', floor: '2' }) }, '2 number: fieldRequired'],
    [
      'an association without a whole',
      { properties: rows({ ...house.properties[0]!.cells, number: '101', shareDenominator: '' }) },
      '2 shareDenominator: shareInvalid',
    ],
    [
      'parts that are more than the whole',
      { ownerships: rows({ ...tenancy, share: '2/3' }, { ...tenancy, person: 'P-2', share: '1/2' }) },
      '3 share: ownershipsExceed',
    ],
  ])('is refused for %s, by row and column', (_what, wrong, said) => {
    const there = applied(planImport(house, nothingThere()));
    expect(wrongIn(planImport(wrong as Parameters<typeof planImport>[0], there)).join('; ')).toContain(said);
  });

  it.each([
    ['Müller, saved as UTF-8 and read as something else', 'MÃ¼ller', 'lettersStrange'],
    ['Müller from an old Mac', 'BŸrger', 'lettersStrange'],
    ['Schäfer from DOS', 'Sch„fer', 'lettersStrange'],
    ['a formula', '=WEBSERVICE("http://x.example")', 'formulaLike'],
    ['another one', '+cmd|calc', 'formulaLike'],
  ])('takes a name that is %s, and says so by row and column', (_what, familyName, code) => {
    const plan = planImport({ persons: rows({ number: 'P-9', familyName }) }, nothingThere());
    expect(wrongIn(plan)).toEqual([]);
    expect(plan.doubts).toMatchObject([
      { code, file: 'x.csv', line: 2, field: 'familyName', details: { heading: 'Nachname', text: familyName } },
    ]);
  });

  it.each(['Tomáš', 'Škoda', 'D’Angelo', 'Ångström', '+49 711 1234', '- ohne -', '„Krone“', 'ÄÖÜ GmbH & Co. KG'])(
    'has no doubt about %s',
    (otherNames) => {
      const persons = rows({ number: 'P-9', familyName: 'X', otherNames });
      expect(planImport({ persons }, nothingThere()).doubts).toEqual([]);
    },
  );

  it('names a house as it is written there, whatever gaps and case a file has', () => {
    const there = applied(planImport(house, nothingThere()));
    const plan = planImport({ units: rows({ property: '100', building: 'HAUS  2', number: 'WE 03' }) }, there);
    expect([wrongIn(plan), plan.rows[0]?.after.building]).toEqual([[], 'Haus 2']);
  });

  it('says by how much shares differ from the whole, and takes them all the same', () => {
    const units = rows({ property: '100', number: 'WE 01', shareNumerator: '300' });
    const plan = planImport({ units }, applied(planImport(house, nothingThere())));
    expect(plan.rows[0]?.kind).toBe('changed');
    expect(plan.doubts).toMatchObject([{ code: 'sharesDiffer', details: { difference: 100, sum: 900 } }]);
  });
});

describe('a role of the company’s own', () => {
  const there = applied(
    planImport(
      { ...house, roles: rows({ key: OWN, name: 'Technik', functions: 'Aufträge erteilen', told: 'Leitung' }) },
      nothingThere(),
    ),
  );
  const planned = (sources: Parameters<typeof planImport>[0], current = there) =>
    planImport(
      withRolesByKey(sources, current, () => OWN_TOO),
      current,
    );

  it('is found by its name where a file says no key, and given by it in the same files', () => {
    const plan = planned({
      roles: rows({ name: ' TECHNIK', functions: 'Sehen' }, { name: 'Aushang', functions: 'Veröffentlichen' }),
      employees: rows({ person: 'P-1', role: 'Aushang' }, { person: 'P-2', role: 'Verwalter' }),
      employeeRoles: rows({ person: 'P-1', number: '2', role: 'technik' }, { person: 'P-1', number: '3', role: OWN }),
    });
    expect(wrongIn(plan)).toEqual([]);
    expect(plan.rows.map(({ kind, after }) => [kind, after.key ?? after.role, after.functions, after.told])).toEqual([
      ['changed', OWN, 'see', 'lead'],
      ['new', OWN_TOO, 'publish,see', ''],
      ['new', OWN_TOO, undefined, undefined],
      ['new', 'manager', undefined, undefined],
      ['new', OWN, undefined, undefined],
      ['new', OWN, undefined, undefined],
    ]);
  });

  it('is known by the name that the same files give it', () => {
    const roles = rows({ key: OWN, name: 'Objekttechnik' });
    const plan = planned({ roles, employees: rows({ person: 'P-1', role: 'Objekttechnik' }) });
    expect([wrongIn(plan), plan.rows[1]?.after.role]).toEqual([[], OWN]);
    const old = planned({ roles, employees: rows({ person: 'P-1', role: 'Technik' }) });
    expect(wrongIn(old)).toEqual(['2 role: wordUnknown']);
    expect(old.rows[1]?.problems[0]?.details.words).toBe(
      'Verwalter, Sachbearbeiter, Hausmeister, Buchhalter, Administrator, Objekttechnik',
    );
  });

  it('is no ready-made one by its name, and not meant where two are called so', () => {
    const two = applied(
      planImport(
        { ...house, roles: rows({ key: OWN, name: 'Buchhaltung' }, { key: OWN_TOO, name: 'Technik' }) },
        nothingThere(),
      ),
    );
    two.roles.set(OWN_THIRD, { ...two.roles.get(OWN_TOO), key: OWN_THIRD });
    const plan = planned(
      {
        roles: rows({ name: 'Verwalter', functions: 'Sehen' }, { name: 'Technik' }),
        employees: rows({ person: 'P-1', role: 'Buchhaltung' }, { person: 'P-2', role: 'Technik' }),
      },
      two,
    );
    expect(wrongIn(plan)).toEqual(['2 name: roleReadyMade', '3 key: fieldRequired', '3 role: wordUnknown']);
    expect(plan.rows[2]?.after.role).toBe('accountant');
  });

  it('stays when a file does not name it, and is said', () => {
    const plan = planned({ roles: rows({ name: 'Aushang' }) });
    expect(plan.missing.map(({ cells }) => cells.name)).toEqual(['Technik']);
  });
});

describe('a list that brings its people along', () => {
  const list = rows(
    {
      property: '100',
      unit: 'WE 01',
      'person.givenName': 'Aylin',
      'person.familyName': 'Demir',
      'person.email': 'a@demir.example',
      from: '01.02.2024',
    },
    { property: '100', unit: 'WE 02', 'person.familyName': 'Wójcik', from: '01.03.2024' },
  );
  it('finds the same people when it comes again', () => {
    const there = applied(planImport(house, nothingThere()));
    const first = planImport(withPersonsApart({ tenancies: list }, there), there);
    expect(wrongIn(first)).toEqual([]);
    expect(first.rows.filter(({ table }) => table === 'persons').map(({ after }) => after.number)).toEqual([
      'P-0003',
      'P-0004',
    ]);
    const then = applied(planImport(house, nothingThere()));
    for (const row of first.rows) then[row.table].set(row.key, row.after);
    const again = planImport(withPersonsApart({ tenancies: list }, then), then);
    expect(again.rows.map(({ kind }) => kind)).toEqual(['same', 'same', 'same', 'same']);
  });
});

describe('what a file’s columns mean', () => {
  it('is suggested from headings of other programs', () => {
    const { table, fields } = suggestedMapping('Mieterliste 2026.csv', [
      'Objekt-Nr.',
      'Wohnungsnummer',
      'Mietername',
      'E-Mail-Adresse',
      'Handy',
      'Mietbeginn',
      'Mietende',
      'Saldo',
    ]);
    expect(table).toBe('tenancies');
    expect(fields).toMatchObject({
      'Objekt-Nr.': 'property',
      Wohnungsnummer: 'unit',
      Mietername: 'person.familyName',
      'E-Mail-Adresse': 'person.email',
      Handy: 'person.mobile',
      Mietbeginn: 'from',
      Mietende: 'until',
      Saldo: null,
    });
    expect(missingFields({ table, fields })).toEqual([]);
  });
  it('is a list of renters where a file is called so, whatever numbers stand in it', () => {
    const headings = ['Objekt-Nr.', 'Wohnungsnummer', 'Vorname', 'Mietername', 'E-Mail-Adresse', 'Mietbeginn'];
    const suggested = suggestedMapping('mieter.csv', headings);
    expect(suggested.table).toBe('tenancies');
    expect(suggested.fields).toMatchObject({ Wohnungsnummer: 'unit', Mietername: 'person.familyName' });
  });
  it('is our own for our own files, whatever the order', () => {
    for (const table of masterTables) {
      const headings = columns[table].map(({ heading }) => heading).reverse();
      const suggested = suggestedMapping('export.csv', headings);
      expect([table, suggested.table]).toEqual([table, table]);
      for (const { heading, field } of columns[table]) expect(suggested.fields[heading]).toBe(field);
      expect(signatureOf(headings)).toBe(signatureOf([...headings].reverse()));
    }
  });
  it('is a list of own roles, which need no key, or of who holds roles besides their first', () => {
    const headings = ['Name', 'Funktionen', 'Nachrichten'];
    const own = suggestedMapping('Rollen.csv', headings);
    expect([own.table, missingFields(own)]).toEqual(['roles', []]);
    expect(suggestedMapping('Tabelle1.csv', headings).table).toBe('roles');
    const held = suggestedMapping('Rollen.csv', ['Person', 'Nr', 'Funktion', 'Objekte', 'Von', 'Bis']);
    expect([held.table, held.fields.Funktion]).toEqual(['employeeRoles', 'role']);
  });
  it('keys are the same however they are written', () => {
    expect(keyOf('units', { property: '100', building: 'Haus  2', number: 'We 01' })).toBe(
      keyOf('units', { property: '100', building: 'haus 2', number: 'WE 01' }),
    );
  });
});
