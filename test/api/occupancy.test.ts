import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ticketFacts } from '../../db/access.ts';
import { occupancyOf } from '../../db/queries/occupancy.ts';
import { ticketAudiences } from '../../domain/rights/ticket.ts';
import { addDays, toInstant } from '../../domain/time/berlin.ts';
import { person } from '../support/api.ts';
import { clerks, somebody, today } from '../support/master-data.ts';

const office = clerks();
const { act, ask, audited, houseOf, revisionOf } = office;

describe('a hand-over', () => {
  test('ends access on the day: the former renter sees what was theirs and nothing that comes after', async () => {
    const { id: property, building, units } = await houseOf('H1');
    const [unitId = ''] = units;
    const [anna, bert] = [
      await person(office.api.one, { email: 'anna@one.test' }),
      await person(office.api.one, { email: 'bert@one.test' }),
    ];
    const move = async (input: object) =>
      act('units.handOver', { id: unitId, revision: await revisionOf(unitId), ...input });
    await move({ endsOn: null, beginsOn: '2020-01-01', newcomers: [{ personId: anna, role: 'renter' }] });
    const ticket = async (reported: string) => {
      const id = randomUUID();
      await office.api.one.query(
        `insert into ticket (id, number, property_id, building_id, unit_id, place, category, urgency, title, phase,
           policy_version, command_id, reported_at, changed_at)
         values ($1::uuid, 'H-' || $1, $2, $3, $4, 'unit', 'water', 'normal', 'T', 'new', 1, gen_random_uuid(), $5, now())`,
        [id, property, building, unitId, reported],
      );
      return id;
    };
    const sees = async (personId: string, ticketId: string) => {
      const facts = await ticketFacts(office.api.one, ticketId);
      return ticketAudiences({ kind: 'person', personId, resident: true, owner: false }, facts!).length > 0;
    };
    const old = await ticket(toInstant(Date.now() - 20 * 86_400_000));
    expect([await sees(anna, old), await sees(bert, old)]).toEqual([true, false]);
    const moved = await move({
      endsOn: addDays(today, -1),
      beginsOn: today,
      newcomers: [{ personId: bert, role: 'renter' }],
    });
    expect(moved.status).toBe(200);
    const fresh = await ticket(toInstant(Date.now()));
    expect([await sees(anna, old), await sees(bert, old)]).toEqual([false, false]);
    expect([await sees(anna, fresh), await sees(bert, fresh)]).toEqual([false, true]);
    const [entry] = (await audited('unit.handover', unitId)).slice(-1);
    expect(entry?.before).toMatchObject({ tenancies: [{ until: addDays(today, -1), was: null }] });
  });

  test('of the last minute before midnight in Berlin counts for that day, not for UTC’s', async () => {
    const { id: property, building, units } = await houseOf('Z1');
    const ticket = randomUUID();
    const until = addDays(today, 30);
    await office.api.one.query(
      `insert into ticket (id, number, property_id, building_id, unit_id, place, category, urgency, title, phase,
         policy_version, command_id, reported_at, changed_at)
       values ($1::uuid, 'Z-' || $1, $2, $3, $4, 'unit', 'water', 'normal', 'T', 'new', 1, gen_random_uuid(),
         '2020-06-30T22:30:00Z', now())`,
      [ticket, property, building, units[0]],
    );
    const [leaves, comes] = [
      await person(office.api.one, { email: 'z1@one.test' }),
      await person(office.api.one, { email: 'z2@one.test' }),
    ];
    await office.api.one.query(
      `insert into ownership (unit_id, person_id, valid_from, valid_until)
       values ($1, $2, '2010-01-01', $4), ($1, $3, '2020-07-01', null)`,
      [units[0], leaves, comes, until],
    );
    expect((await ticketFacts(office.api.one, ticket))?.ownerIds.toSorted()).toEqual([leaves, comes].sort());
  });

  test('is refused beside its field, and what was decided on an old page too', async () => {
    const { units } = await houseOf('H2');
    const [unitId = ''] = units;
    const revision = await revisionOf(unitId);
    const move = (input: object) =>
      act('units.handOver', { id: unitId, revision, endsOn: null, beginsOn: '2024-01-01', ...input });
    const newcomers = [{ person: somebody('Erste'), role: 'renter' }];
    expect(await move({ beginsOn: null, endsOn: '2024-01-01', newcomers: [] })).toMatchObject({
      code: 'nobodyThere',
      details: { field: 'endsOn' },
    });
    expect((await move({ newcomers })).status).toBe(200);
    expect((await move({ newcomers })).code).toBe('changedMeanwhile');
    const again = await act('units.handOver', {
      id: unitId,
      revision: await revisionOf(unitId),
      endsOn: null,
      beginsOn: '2025-01-01',
      newcomers: [{ person: somebody('Zweite', { email: 'zweite@one.test' }), role: 'renter' }],
    });
    expect(again).toMatchObject({ code: 'leasesOverlap', details: { field: 'beginsOn' } });
    expect(
      await office.api.one.query(`select from person where email = 'zweite@one.test'`),
      'nothing of it is kept',
    ).toEqual([]);
    const [elsewhere] = await office.api.two.query<{ id: string }>(
      `insert into person (family_name) values ('Fremd') returning id`,
    );
    expect((await move({ newcomers: [{ personId: elsewhere?.id, role: 'renter' }] })).code).toBe('notFound');
  });

  test('can be taken back while nothing has happened there, with whom it wrote down, and only once', async () => {
    const { units } = await houseOf('U1');
    const [unitId = ''] = units;
    const move = async (name: string, endsOn: string | null, beginsOn: string) => {
      const answer = await act<{ actId: string }>('units.handOver', {
        id: unitId,
        revision: await revisionOf(unitId),
        endsOn,
        beginsOn,
        newcomers: [{ person: somebody(name), role: 'renter' }],
      });
      return answer.data?.actId ?? '';
    };
    const first = await move('Undo Eins', null, '2020-01-01');
    const before = await occupancyOf(office.api.one.query.bind(office.api.one), unitId);
    const second = await move('Undo Zwei', '2024-12-31', '2025-01-01');
    expect((await act('units.undo', { id: unitId, actId: first })).code).toBe('tooLateToUndo');
    expect((await act('units.undo', { id: unitId, actId: second })).status).toBe(200);
    expect(await occupancyOf(office.api.one.query.bind(office.api.one), unitId)).toEqual(before);
    expect(await office.api.one.query(`select from person where family_name = 'Undo Zwei'`)).toEqual([]);
    expect((await act('units.undo', { id: unitId, actId: second })).code).toBe('tooLateToUndo');
  });

  test('of many at once ends as if they had come one after the other', async () => {
    const { units } = await houseOf('C1');
    const [unitId = ''] = units;
    const revision = await revisionOf(unitId);
    const answers = await Promise.all(
      [office.clerk, office.other, office.clerk, office.other].map((headers, n) =>
        act(
          'units.handOver',
          {
            id: unitId,
            revision,
            endsOn: null,
            beginsOn: '2024-01-01',
            newcomers: [{ person: somebody(`Gleichzeitig ${n}`), role: 'renter' }],
          },
          headers,
        ),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await occupancyOf(office.api.one.query.bind(office.api.one), unitId)).tenancies).toHaveLength(1);
  });
});

describe('a sale', () => {
  test('keeps the history, names co-owners with their exact parts, and is corrected where it was written wrongly', async () => {
    const { units } = await houseOf('V1');
    const [unitId = ''] = units;
    const sell = async (input: object) =>
      act('units.sell', { id: unitId, revision: await revisionOf(unitId), movesOut: false, ...input });
    await sell({ day: '2010-03-01', buyers: [{ person: somebody('Alt'), share: null }] });
    const third = { numerator: 1, denominator: 3 };
    const thirds = ['Eins', 'Zwei', 'Drei'].map((name) => ({ person: somebody(name), share: third }));
    expect((await sell({ day: '2024-05-02', buyers: thirds.slice(1) })).code).toBe('coOwnersDiffer');
    expect((await sell({ day: '2024-05-02', buyers: thirds })).status).toBe(200);
    type Unit = {
      revision: number;
      periods: { id: string; kind: string; from: string; until: string | null; person: { name: string } }[];
    };
    const page = async () => (await ask<Unit>('units.get', { id: unitId })).data;
    const old = (await page())?.periods.find(({ until }) => until !== null);
    expect(old).toMatchObject({ kind: 'ownership', from: '2010-03-01', until: '2024-05-01', person: { name: 'Alt' } });
    const correct = async (period: object | null, periodId = old?.id) =>
      act('units.correct', { id: unitId, revision: (await page())?.revision, kind: 'ownership', periodId, period });
    expect(
      (await correct({ from: '2010-03-01', until: '2024-05-02', share: { numerator: 1, denominator: 1 } })).code,
    ).toBe('ownershipsExceed');
    expect((await correct({ from: '2010-03-01', until: '2010-02-01' })).code).toBe('endsBeforeItBegins');
    expect(
      (await correct({ from: '2009-03-01', until: '2024-05-01', share: { numerator: 1, denominator: 1 } })).status,
    ).toBe(200);
    expect((await correct(null, randomUUID())).code).toBe('notFound');
    expect((await correct(null)).status).toBe(200);
    expect((await page())?.periods).toHaveLength(3);
    expect(await audited('unit.strike.ownership', unitId)).toMatchObject([
      { before: { from: '2009-03-01' }, after: null },
    ]);
  });
});
