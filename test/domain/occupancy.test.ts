import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applied, handOver, sell } from '../../domain/occupancy/handover.ts';
import {
  heldOn,
  leaseGaps,
  type Ownership,
  ownershipProblems,
  type Tenancy,
  tenancyProblems,
} from '../../domain/occupancy/occupancy.ts';
import { covers, overlaps } from '../../domain/period.ts';
import { refuses } from '../../domain/problem.ts';
import { addDays, type Day } from '../../domain/time/berlin.ts';

let made = 0;
const id = () => `id-${++made}`;

function lives(personId: string, from: Day, until: Day | null = null, more: Partial<Tenancy> = {}): Tenancy {
  return { id: id(), unitId: 'u', leaseId: `lease of ${personId}`, personId, role: 'renter', from, until, ...more };
}

function owns(personId: string, from: Day, share: [number, number] | null = null, until: Day | null = null): Ownership {
  const fraction = share && { numerator: share[0], denominator: share[1] };
  return { id: id(), unitId: 'u', personId, share: fraction, from, until };
}

const codes = (problems: readonly { code: string }[]) => problems.map(({ code }) => code);

describe('who lives in a unit', () => {
  it.each<[string, Tenancy[], string[]]>([
    ['two leases one after the other', [lives('a', '2020-01-01', '2021-12-31'), lives('b', '2022-01-01')], []],
    [
      'two leases that share a day',
      [lives('a', '2020-01-01', '2022-01-01'), lives('b', '2022-01-01')],
      ['leasesOverlap'],
    ],
    [
      'a second lease beside one without an end',
      [lives('a', '2020-01-01'), lives('b', '2030-01-01')],
      ['leasesOverlap'],
    ],
    [
      'a couple in one lease',
      [lives('a', '2020-01-01', null, { leaseId: 'l' }), lives('b', '2021-01-01', null, { leaseId: 'l' })],
      [],
    ],
    [
      'an owner who lives beside a renter',
      [lives('a', '2020-01-01'), lives('b', '2021-01-01', null, { role: 'resident' })],
      [],
    ],
    ['one person twice at once', [lives('a', '2020-01-01'), lives('a', '2021-01-01')], ['personTwice']],
    ['one person again later', [lives('a', '2020-01-01', '2020-12-31'), lives('a', '2021-01-01')], []],
    ['an end before the beginning', [lives('a', '2020-01-02', '2020-01-01')], ['endsBeforeItBegins']],
    [
      'two leases at once in two units',
      [lives('a', '2020-01-01'), lives('b', '2020-01-01', null, { unitId: 'v' })],
      [],
    ],
  ])('%s', (_, rows, wanted) => expect(codes(tenancyProblems(rows))).toEqual(wanted));

  it('is named by row and field, with the days', () => {
    const rows = [lives('b', '2022-01-01'), lives('a', '2020-01-01', '2022-01-31')];
    expect(tenancyProblems(rows)).toEqual([
      { code: 'leasesOverlap', row: 0, field: 'from', details: { from: '2022-01-01', until: '2022-01-31' } },
    ]);
  });

  it('leaves a gap that is said with its days and not refused', () => {
    const rows = [lives('a', '2020-01-01', '2020-03-31'), lives('b', '2020-05-01')];
    const [gap, ...more] = leaseGaps(rows);
    expect(gap).toEqual({
      code: 'leaseGap',
      row: 1,
      field: 'from',
      details: { from: '2020-04-01', until: '2020-04-30', days: 30 },
    });
    expect(more).toEqual([]);
    expect(gap && refuses(gap)).toBe(false);
    expect(
      leaseGaps([lives('a', '2020-01-01'), lives('c', '2020-02-01', '2020-03-01'), lives('b', '2024-05-01')]),
    ).toEqual([]);
  });
});

describe('who owns a unit', () => {
  it.each<[string, Ownership[], string[]]>([
    ['one owner without a fraction', [owns('a', '2020-01-01')], []],
    ['halves', [owns('a', '2020-01-01', [1, 2]), owns('b', '2020-01-01', [1, 2])], []],
    [
      'thirds that a float would not sum',
      [owns('a', '2020-01-01', [1, 3]), owns('b', '2020-01-01', [1, 3]), owns('c', '2020-01-01', [1, 3])],
      [],
    ],
    ['a half alone', [owns('a', '2020-01-01', [1, 2])], ['ownershipIncomplete']],
    ['more than the whole', [owns('a', '2020-01-01', [1, 1]), owns('b', '2021-01-01', [1, 100])], ['ownershipsExceed']],
    ['heirs who hold it jointly', [owns('a', '2020-01-01'), owns('b', '2020-01-01')], []],
    ['days without an owner', [owns('a', '2020-01-01', null, '2020-12-31'), owns('b', '2022-01-01')], ['nobodyOwns']],
  ])('%s', (_, rows, wanted) => expect(codes(ownershipProblems(rows))).toEqual(wanted));

  it('says what is missing as a fraction', () => {
    const [missing] = ownershipProblems([owns('a', '2020-01-01', [1, 3]), owns('b', '2020-01-01', [1, 2])]);
    expect(missing?.details).toEqual({ from: '2020-01-01', missing: '1/6' });
  });
});

describe('a hand-over', () => {
  const anna = lives('anna', '2020-01-01');
  const renter = (personId: string) => ({ id: id(), personId, role: 'renter' as const });

  it('ends one lease and begins the other, and keeps the first in the history', () => {
    const { changes, problems } = handOver('u', [anna], {
      endsOn: '2026-11-30',
      beginsOn: '2026-12-01',
      newcomers: [renter('bert')],
      leaseId: 'new',
    });
    expect(problems).toEqual([]);
    expect(changes.ended).toEqual([{ id: anna.id, until: '2026-11-30', was: null }]);
    expect(changes.added).toMatchObject([{ personId: 'bert', leaseId: 'new', from: '2026-12-01', until: null }]);
  });

  it.each<[string, Parameters<typeof handOver>[2], string, string]>([
    [
      'to somebody who moves in while the other is still there',
      { endsOn: '2026-12-01', beginsOn: '2026-12-01', newcomers: [renter('b')], leaseId: 'n' },
      'leasesOverlap',
      'beginsOn',
    ],
    [
      'without moving out',
      { endsOn: null, beginsOn: '2026-12-01', newcomers: [renter('b')], leaseId: 'n' },
      'leasesOverlap',
      'beginsOn',
    ],
    [
      'before the lease began',
      { endsOn: '2019-12-31', beginsOn: null, newcomers: [], leaseId: 'n', leaving: [anna.id] },
      'endsBeforeItBegins',
      'endsOn',
    ],
    [
      'where nobody lives',
      { endsOn: '2019-12-31', beginsOn: null, newcomers: [], leaseId: 'n' },
      'nobodyThere',
      'endsOn',
    ],
    [
      'to nobody',
      { endsOn: '2026-11-30', beginsOn: '2026-12-01', newcomers: [], leaseId: 'n' },
      'nobodyNamed',
      'newcomers',
    ],
    [
      'to oneself',
      { endsOn: null, beginsOn: '2026-12-01', newcomers: [renter('anna')], leaseId: 'n' },
      'personTwice',
      'newcomers',
    ],
    ['on no day', { endsOn: null, beginsOn: null, newcomers: [], leaseId: 'n' }, 'fieldRequired', 'endsOn'],
  ])('%s is refused beside its field', (_, act, code, field) => {
    expect(handOver('u', [anna], act).problems).toMatchObject([{ code, field }]);
  });

  it('of one room leaves the others of the lease where they are, and the newcomer enters it', () => {
    const [a, b] = [
      lives('a', '2020-01-01', null, { leaseId: 'flat' }),
      lives('b', '2020-01-01', null, { leaseId: 'flat' }),
    ];
    const { changes, problems } = handOver('u', [a, b], {
      leaving: [a.id],
      endsOn: '2026-11-30',
      beginsOn: '2026-12-01',
      newcomers: [renter('c')],
      leaseId: 'new',
    });
    expect(problems).toEqual([]);
    expect(changes.ended.map(({ id: ended }) => ended)).toEqual([a.id]);
    expect(changes.added[0]?.leaseId).toBe('flat');
  });

  it('that is planned does not collide with one that is planned behind it', () => {
    const later = lives('later', '2027-03-01');
    const ends = lives('anna', '2020-01-01', '2027-02-28');
    const early = handOver('u', [ends, later], {
      endsOn: '2026-12-31',
      beginsOn: '2027-01-01',
      newcomers: [renter('b')],
      leaseId: 'n',
    });
    expect(codes(early.problems)).toEqual(['leasesOverlap']);
  });

  it('is not refused for what was wrong before', () => {
    const wrong = [lives('x', '2010-01-01', '2012-01-01'), lives('y', '2011-01-01', '2013-01-01'), anna];
    expect(
      handOver('u', wrong, { endsOn: '2026-11-30', beginsOn: null, newcomers: [], leaseId: 'n' }).problems,
    ).toEqual([]);
  });
});

describe('a sale', () => {
  const buyer = (personId: string, share: [number, number] | null = null) => ({
    id: id(),
    personId,
    share: share && { numerator: share[0], denominator: share[1] },
  });

  it('changes the owner on the day of the land register; a lease goes on, an owner who lives there leaves', () => {
    const there = {
      ownerships: [owns('olga', '2010-05-01')],
      tenancies: [lives('olga', '2010-05-01', null, { role: 'resident' }), lives('rita', '2015-01-01')],
    };
    const { ownerships, tenancies, problems } = sell('u', there, {
      day: '2026-12-10',
      buyers: [buyer('karl')],
      movesOut: true,
    });
    expect(problems).toEqual([]);
    expect(ownerships.ended).toMatchObject([{ until: '2026-12-09' }]);
    expect(ownerships.added).toMatchObject([
      { personId: 'karl', from: '2026-12-10', share: { numerator: 1, denominator: 1 } },
    ]);
    expect(tenancies.ended.map(({ id: ended }) => ended)).toEqual([there.tenancies[0]?.id]);
  });

  it.each<[string, Ownership[], Omit<Parameters<typeof sell>[2], 'movesOut'>, string]>([
    [
      'to a couple in thirds and halves',
      [owns('o', '2010-01-01')],
      { day: '2026-12-10', buyers: [buyer('a', [1, 3]), buyer('b', [1, 2])] },
      'coOwnersDiffer',
    ],
    [
      'of more than there is',
      [owns('o', '2010-01-01')],
      { day: '2026-12-10', buyers: [buyer('a', [2, 3]), buyer('b', [1, 2])] },
      'ownershipsExceed',
    ],
    [
      'with a fraction for one of two',
      [owns('o', '2010-01-01')],
      { day: '2026-12-10', buyers: [buyer('a', [1, 2]), buyer('b')] },
      'coOwnersDiffer',
    ],
    [
      'on the day on which the seller bought',
      [owns('o', '2026-12-10')],
      { day: '2026-12-10', buyers: [buyer('a')] },
      'endsBeforeItBegins',
    ],
    ['to nobody', [owns('o', '2010-01-01')], { day: '2026-12-10', buyers: [] }, 'nobodyNamed'],
  ])('%s is refused', (_, ownerships, act, code) => {
    expect(codes(sell('u', { ownerships, tenancies: [] }, { ...act, movesOut: false }).problems)).toEqual([code]);
  });

  it('of one of two halves keeps the other', () => {
    const halves = [owns('a', '2010-01-01', [1, 2]), owns('b', '2010-01-01', [1, 2])];
    const { ownerships, problems } = sell(
      'u',
      { ownerships: halves, tenancies: [] },
      {
        selling: [halves[0]?.id ?? ''],
        day: '2026-12-10',
        buyers: [buyer('c', [1, 4]), buyer('d', [1, 4])],
        movesOut: false,
      },
    );
    expect(problems).toEqual([]);
    expect(heldOn(applied(halves, ownerships), '2026-12-10')).toBe(0);
  });
});

describe('after any sequence of acts', () => {
  const day = fc.integer({ min: 0, max: 4000 }).map((n) => addDays('2018-01-01', n));
  const people = fc.subarray(['a', 'b', 'c', 'd'], { minLength: 1 });

  it('no two leases overlap and nobody is there twice, whatever was refused between', () => {
    const act = fc.record({
      endsOn: fc.option(day),
      beginsOn: fc.option(day),
      people,
      role: fc.constantFrom('renter' as const, 'renter' as const, 'resident' as const),
      some: fc.boolean(),
    });
    let taken = 0;
    fc.assert(
      fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
        let rows: Tenancy[] = [];
        for (const { endsOn, beginsOn, people: who, role, some } of acts) {
          const { changes, problems } = handOver('u', rows, {
            ...(some && { leaving: rows.slice(0, 1).map((row) => row.id) }),
            endsOn,
            beginsOn,
            newcomers: beginsOn ? who.map((personId) => ({ id: id(), personId, role })) : [],
            leaseId: id(),
          });
          if (problems.some(refuses)) continue;
          taken += 1;
          rows = applied(rows, changes);
        }
        expect(tenancyProblems(rows)).toEqual([]);
        for (const [n, one] of rows.entries())
          for (const other of rows.slice(n + 1))
            if (one.role === 'renter' && other.role === 'renter' && one.leaseId !== other.leaseId)
              expect(overlaps(one, other)).toBe(false);
      }),
      { numRuns: 400 },
    );
    expect(taken).toBeGreaterThan(100);
  });

  it('the owners of a day hold exactly the whole, or hold it jointly', () => {
    const act = fc.record({ day, people, jointly: fc.boolean(), some: fc.boolean() });
    let taken = 0;
    fc.assert(
      fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
        let rows: Ownership[] = [];
        for (const { day: on, people: who, jointly, some } of acts) {
          const { ownerships, problems } = sell(
            'u',
            { ownerships: rows, tenancies: [] },
            {
              ...(some && {
                selling: rows
                  .filter((row) => covers(row, on))
                  .slice(0, 1)
                  .map((row) => row.id),
              }),
              day: on,
              buyers: who.map((personId) => ({
                id: id(),
                personId,
                share: jointly ? null : { numerator: 1, denominator: who.length },
              })),
              movesOut: false,
            },
          );
          if (problems.some(refuses)) continue;
          taken += 1;
          rows = applied(rows, ownerships);
        }
        for (const { from } of rows) expect([0, 'jointly']).toContain(heldOn(rows, from));
        expect(ownershipProblems(rows).filter(refuses)).toEqual([]);
      }),
      { numRuns: 400 },
    );
    expect(taken).toBeGreaterThan(100);
  });
});
