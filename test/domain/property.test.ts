import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ownership } from '../../domain/occupancy/occupancy.ts';
import { coOwnerShare } from '../../domain/occupancy/occupancy.ts';
import { period } from '../../domain/period.ts';
import { person, serves } from '../../domain/person/person.ts';
import { problemsBySchema } from '../../domain/problem.ts';
import { property } from '../../domain/property/property.ts';
import { comparedToOne, rescaled, shareProblems, sumOf } from '../../domain/property/shares.ts';
import { unit, unitsTwice } from '../../domain/property/unit.ts';
import { dealtOut, type UnitPattern, unitPattern, unitsOf } from '../../domain/property/unitPattern.ts';
import { votingUnits } from '../../domain/property/votingUnits.ts';

const house = {
  number: '100',
  name: 'Haus',
  federalState: 'BW',
  street: 'Weg 1',
  postalCode: '70173',
  city: 'Stuttgart',
  approvalLimitCents: 0,
};
const flat = {
  number: 'WE 01',
  usage: 'flat',
  floor: 0,
  position: '',
  staircase: '',
  area: null,
  rooms: null,
  shareNumerator: 10,
};
const somebody = {
  kind: 'natural',
  givenName: 'Anna',
  familyName: 'Berg',
  otherNames: '',
  email: '',
  phone: '',
  mobile: '',
  fax: '',
  street: '',
  postalCode: '',
  city: '',
  locale: 'de',
  channel: 'mail',
  sharePhone: false,
};

describe('a fact that is wrong is named by field and code', () => {
  it.each([
    [
      'an association without a whole',
      property,
      { ...house, managementType: 'weg' },
      'shareDenominator',
      'shareInvalid',
    ],
    [
      'a whole of 0',
      property,
      { ...house, managementType: 'weg', shareDenominator: 0 },
      'shareDenominator',
      'shareInvalid',
    ],
    ['a rental without a landlord', property, { ...house, managementType: 'rental' }, 'landlordId', 'fieldRequired'],
    [
      'a property without a name',
      property,
      { ...house, managementType: 'ownStock', name: ' ' },
      'name',
      'fieldRequired',
    ],
    [
      'a postal code of four digits',
      property,
      { ...house, managementType: 'ownStock', postalCode: '7017' },
      'postalCode',
      'postalCodeInvalid',
    ],
    ['a share of 0', unit, { ...flat, shareNumerator: 0 }, 'shareNumerator', 'shareInvalid'],
    ['a unit without a number', unit, { ...flat, number: '' }, 'number', 'fieldRequired'],
    ['a co-owner with 0/0', coOwnerShare, { numerator: 0, denominator: 0 }, 'numerator', 'shareInvalid'],
    ['a co-owner with 3/2', coOwnerShare, { numerator: 3, denominator: 2 }, 'numerator', 'shareInvalid'],
    [
      'a lease that ends before it begins',
      period,
      { from: '2024-05-01', until: '2024-04-30' },
      'until',
      'endsBeforeItBegins',
    ],
    ['a day that does not exist', period, { from: '2023-02-29', until: null }, 'from', 'fieldRequired'],
    ['an address that is no e-mail', person, { ...somebody, email: 'anna at home' }, 'email', 'emailInvalid'],
    ['a number that is no phone', person, { ...somebody, phone: 'abends' }, 'phone', 'phoneInvalid'],
    ['half an address', person, { ...somebody, street: 'Weg 1' }, 'postalCode', 'incompleteAddress'],
    ['a person without a name', person, { ...somebody, familyName: '' }, 'familyName', 'fieldRequired'],
  ] as const)('%s', (_, schema, value, field, code) => {
    expect(problemsBySchema(schema, value, 7)[0]).toEqual({ code, row: 7, field, details: {} });
  });

  it('and what is right has none', () => {
    for (const [schema, value] of [
      [property, { ...house, managementType: 'weg', shareDenominator: 1000 }],
      [property, { ...house, managementType: 'ownStock' }],
      [unit, flat],
      [person, somebody],
      [period, { from: '2024-05-01', until: '2024-05-01' }],
    ] as const)
      expect(problemsBySchema(schema, value)).toEqual([]);
  });

  it('a unit that is there twice is named, whatever its case and gaps', () => {
    const rows = ['WE 01', 'WE 02', 'we  01'].map((number) => ({ buildingId: 'b', number }));
    expect(unitsTwice(rows)).toEqual([{ code: 'unitTwice', row: 2, field: 'number', details: { number: 'we  01' } }]);
    expect(unitsTwice([{ buildingId: 'b', number: '1' }], [{ buildingId: 'c', number: '1' }])).toEqual([]);
    expect(unitsTwice([{ buildingId: 'b', number: '1' }], [{ buildingId: 'b', number: '1' }])).toHaveLength(1);
  });
});

describe('shares', () => {
  it('that do not make up the whole are said with the difference', () => {
    expect(shareProblems(1000, [400, 599, null])).toEqual([
      {
        code: 'sharesDiffer',
        row: 0,
        field: 'shareNumerator',
        details: { sum: 999, difference: 1, denominator: 1000 },
      },
    ]);
    expect(shareProblems(1000, [400, 601])).toMatchObject([{ details: { difference: -1 } }]);
    expect(shareProblems(1000, [400, 600])).toEqual([]);
  });

  it('of a whole that is dealt out make up exactly it, and none differs by more than one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000 }), fc.integer({ min: 1, max: 1000 }), (whole, parts) => {
        const shares = dealtOut(whole, parts);
        expect(shares).toHaveLength(parts);
        expect(shares.reduce((sum, each) => sum + each, 0)).toBe(whole);
        expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('sum exactly, where floats would not', () => {
    expect(comparedToOne(sumOf(Array.from({ length: 10 }, () => ({ numerator: 1, denominator: 10 }))))).toBe(0);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9999 }), { minLength: 1, maxLength: 20 }), (parts) => {
        const whole = parts.reduce((sum, each) => sum + each, 0);
        const fractions = parts.map((numerator) => ({ numerator, denominator: whole }));
        expect(comparedToOne(sumOf(fractions))).toBe(0);
        expect(comparedToOne(sumOf([...fractions, { numerator: 1, denominator: 1_000_000 }]))).toBe(1);
        expect(comparedToOne(sumOf(fractions.slice(1)))).toBe(-1);
      }),
    );
    expect(() => sumOf([{ numerator: 0, denominator: 0 }])).toThrow(RangeError);
  });

  it('are turned into parts of another whole only where that is exact', () => {
    expect(rescaled([365, 635], 1000, 10_000)).toEqual([3650, 6350]);
    expect(rescaled([365, 635], 1000, 100)).toBeUndefined();
  });
});

describe('who votes as one', () => {
  const on = '2026-01-01';
  const owned = (unitId: string, ...owners: string[]): Ownership[] =>
    owners.map((personId) => ({
      id: `${unitId}${personId}`,
      unitId,
      personId,
      share: null,
      from: '2020-01-01',
      until: null,
    }));

  it('is each group of the same owners, once, with all its shares', () => {
    const units = ['1', '2', '3', '4', '5'].map((id) => ({ id, shareNumerator: 100 }));
    const rows = [...owned('1', 'a', 'b'), ...owned('2', 'b', 'a'), ...owned('3', 'a'), ...owned('4', 'c')];
    expect(votingUnits(units, rows, on)).toEqual([
      { ownerIds: ['a', 'b'], unitIds: ['1', '2'], shareNumerator: 200 },
      { ownerIds: ['a'], unitIds: ['3'], shareNumerator: 100 },
      { ownerIds: ['c'], unitIds: ['4'], shareNumerator: 100 },
    ]);
  });

  it('is who owns it on the day', () => {
    const rows = owned('1', 'a').map((row) => ({ ...row, until: '2025-12-31' }));
    expect(votingUnits([{ id: '1', shareNumerator: 1 }], rows, on)).toEqual([]);
    expect(votingUnits([{ id: '1', shareNumerator: 1 }], rows, '2025-12-31')).toHaveLength(1);
  });
});

describe('a pattern', () => {
  const pattern: UnitPattern = {
    usage: 'flat',
    staircases: [],
    floorFrom: 0,
    floorTo: 2,
    perFloor: 2,
    positions: ['links', 'rechts'],
    naming: 'WE {n:2}',
    firstNumber: 1,
    restart: false,
    share: null,
  };
  const numbers = (more: Partial<UnitPattern>, there: string[] = []) =>
    unitsOf({ ...pattern, ...more }, { rest: 1000, there }).units.map(({ number }) => number);

  it('makes floors times flats, with their places', () => {
    const { units, problems } = unitsOf(pattern, { rest: 0, there: [] });
    expect(problems).toEqual([]);
    expect(units.map(({ number, floor, position }) => [number, floor, position])).toEqual([
      ['WE 01', 0, 'links'],
      ['WE 02', 0, 'rechts'],
      ['WE 03', 1, 'links'],
      ['WE 04', 1, 'rechts'],
      ['WE 05', 2, 'links'],
      ['WE 06', 2, 'rechts'],
    ]);
  });

  it.each<[string, Partial<UnitPattern>, string[]]>([
    ['staircases', { staircases: ['A', 'B'], floorTo: 0, naming: '{s}{n}' }, ['A1', 'A2', 'B3', 'B4']],
    [
      'staircases that count anew',
      { staircases: ['A', 'B'], floorTo: 0, naming: '{s}-{n:3}', restart: true },
      ['A-001', 'A-002', 'B-001', 'B-002'],
    ],
    ['floor and place', { floorFrom: 1, floorTo: 2, naming: '{f}.{i:2}' }, ['1.01', '1.02', '2.01', '2.02']],
    ['letters', { floorFrom: 1, floorTo: 1, naming: '{f}{a}' }, ['1A', '1B']],
    ['a basement', { floorFrom: -1, floorTo: -1, naming: 'TG {f}/{p}' }, ['TG -1/links', 'TG -1/rechts']],
  ])('names by %s', (_, more, wanted) => expect(numbers(more)).toEqual(wanted));

  it.each<[string, Partial<UnitPattern>, string, string]>([
    ['that names nothing apart', { naming: 'Wohnung' }, 'naming', 'patternInvalid'],
    ['with a token that means nothing', { naming: '{n} {x}' }, 'naming', 'patternInvalid'],
    ['with places for fewer flats', { positions: ['links'] }, 'positions', 'patternInvalid'],
    ['that ends below its beginning', { floorFrom: 3 }, 'floorTo', 'badInput'],
    ['of a town', { perFloor: 100, floorTo: 19 }, 'perFloor', 'tooManyUnits'],
  ])('%s is refused', (_, more, field, code) => {
    expect(
      problemsBySchema(unitPattern, { ...pattern, ...more, ...(more.perFloor && { positions: [] }) }),
    ).toMatchObject([{ field, code }]);
  });

  it('says which of its numbers are there already', () => {
    const { problems } = unitsOf(pattern, { rest: 0, there: ['we 03'] });
    expect(problems).toMatchObject([{ code: 'unitTwice', row: 2 }]);
    expect(unitsOf({ ...pattern, naming: '{f}' }, { rest: 0, there: [] }).problems).toHaveLength(3);
  });

  it('deals out the rest of the whole exactly, or says that there is too little', () => {
    const { units } = unitsOf({ ...pattern, share: 'rest' }, { rest: 1000, there: [] });
    expect(units.map(({ shareNumerator }) => shareNumerator)).toEqual([167, 167, 167, 167, 166, 166]);
    expect(unitsOf({ ...pattern, share: 'rest' }, { rest: 5, there: [] }).problems).toMatchObject([
      { code: 'shareExceedsWhole' },
    ]);
  });
});

it('a firm serves what begins with one of its districts, and everything without any', () => {
  expect(serves({ districts: ['70', '711'] }, '70176')).toBe(true);
  expect(serves({ districts: ['70', '711'] }, '71032')).toBe(false);
  expect(serves({ districts: [] }, '10115')).toBe(true);
});
