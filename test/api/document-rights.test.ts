import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withClient } from '../../db/control.ts';
import { candidatesOf } from '../../db/queries/document-readers.ts';
import { addresseesOf } from '../../db/queries/documents.ts';
import { mayRead } from '../../domain/document/audience.ts';
import type { Addressing } from '../../domain/document/document.ts';
import { databaseUrl } from '../../scripts/services/postgres.ts';
import { person, startTestApi, type TestApi } from '../support/api.ts';
import { given } from '../support/given.ts';

const password = 'Regen auf Dach 7';
const host = 'one.localhost';
const PUBLISHED = '2030-03-01';
/** Days on and beside every border that the generated periods have. */
const days = ['2030-03-01', '2030-03-15', '2030-03-16', '2030-06-30', '2030-07-01', '2031-01-01'];
const starts = ['2029-01-01', '2030-03-01', '2030-03-02', '2030-03-16', '2030-07-01'];
const ends = [null, '2030-02-28', '2030-03-01', '2030-03-15', '2030-06-30', '2030-12-31'];

let api: TestApi;
let office: string;
const people: { id: string; cookie: string }[] = [];

/** A company of two properties with three houses and six flats; who lives, owns and sits where is generated. */
interface Stay {
  kind: 'residents' | 'owners' | 'board' | 'landlord';
  person: string;
  property: string;
  building: string | null;
  unit: string | null;
  from: string;
  until: string | null;
}
const stays: Stay[] = [];
const places = {
  properties: [] as string[],
  buildings: [] as { id: string; property: string }[],
  units: [] as { id: string; building: string; property: string }[],
};

beforeAll(async () => {
  api = await startTestApi();
  const q = api.one.query.bind(api.one);
  for (const n of [1, 2]) {
    const property = randomUUID();
    places.properties.push(property);
    await q(
      `insert into property (id, number, name, management_type, federal_state, street, postal_code, city, report_code)
       values ($1, $2, 'Haus', 'weg', 'BE', 'Weg', '10115', 'Berlin', $2)`,
      [property, `G${n}`],
    );
    for (const house of n === 1 ? ['A', 'B'] : ['C']) {
      const building = randomUUID();
      places.buildings.push({ id: building, property });
      await q('insert into building (id, property_id, name, street) values ($1, $2, $3, $3)', [
        building,
        property,
        house,
      ]);
      for (const flat of ['1', '2']) {
        const unit = randomUUID();
        places.units.push({ id: unit, building, property });
        await q('insert into unit (id, building_id, number) values ($1, $2, $3)', [unit, building, flat]);
      }
    }
  }
  await person(api.one, { email: 'chef@one.test', employee: 'manager', password });
  const signIn = async (entrance: string, email: string) =>
    (await api.call(host, 'session.signIn', { entrance, email, password })).cookie ?? '';
  office = await signIn('management', 'chef@one.test');
  for (let n = 0; n < 9; n++) {
    const email = `p${n}@one.test`;
    // Each lived somewhere once, so that the residents' door is open to all of them.
    const id = await person(api.one, { email, resident: true, password });
    await q(`update tenancy set valid_until = '2020-12-31' where person_id = $1`, [id]);
    people.push({ id, cookie: await signIn('residents', email) });
  }
  const arbitrary = fc.record({
    kind: fc.constantFrom('residents' as const, 'owners' as const, 'board' as const),
    who: fc.nat(people.length - 2),
    unit: fc.nat(places.units.length - 1),
    from: fc.constantFrom(...starts),
    until: fc.constantFrom(...ends),
  });
  for (const { kind, who, unit, from, until } of fc.sample(arbitrary, { numRuns: 26, seed: 7 })) {
    const place = places.units[unit]!;
    if (until !== null && until < from) continue;
    const stay: Stay = {
      ...{ kind, person: people[who]!.id, property: place.property, from, until },
      ...(kind === 'board' ? { building: null, unit: null } : { building: place.building, unit: place.id }),
    };
    if (kind === 'board') {
      if (
        stays.some(
          (known) => known.kind === 'board' && known.person === stay.person && known.property === stay.property,
        )
      )
        continue;
      await q('insert into board_membership values ($1, $2, $3, $4)', [stay.property, stay.person, from, until]);
    } else if (kind === 'owners')
      await q('insert into ownership (unit_id, person_id, valid_from, valid_until) values ($1, $2, $3, $4)', [
        stay.unit,
        stay.person,
        from,
        until,
      ]);
    else
      await q(
        `insert into tenancy (unit_id, person_id, role, valid_from, valid_until) values ($1, $2, 'renter', $3, $4)`,
        [stay.unit, stay.person, from, until],
      );
    stays.push(stay);
  }
  const landlord = people.at(-1)!.id;
  await q('update property set landlord_id = $2 where id = $1', [places.properties[1], landlord]);
  stays.push({
    kind: 'landlord',
    person: landlord,
    property: places.properties[1]!,
    building: null,
    unit: null,
    from: '0000-00-00',
    until: null,
  });
});
afterAll(() => api.close());

/** Lets the workspace's calendar stand at a day. */
async function standAt(day: string): Promise<void> {
  const [row] = await api.one.query<{ name: string }>('select current_database() as name');
  await withClient(databaseUrl(given('TEST_DATABASE_URL'), row!.name), (admin) =>
    admin.query(
      `create or replace function berlin_today() returns date language sql stable as $$ select '${day}'::date $$`,
    ),
  );
}

/** The rule as one would tell it, without any cleverness. */
function naive(document: Addressing, who: string, day: string): boolean {
  const first = document.validFrom ?? PUBLISHED;
  if (day < first) return false;
  if (document.validUntil !== null && day > document.validUntil) return false;
  const counts = first > PUBLISHED ? first : PUBLISHED;
  const there = (stay: Stay, on: string) => stay.from <= on && (stay.until === null || on <= stay.until);
  for (const line of document.addressees) {
    if (line.scope === 'person') {
      if (line.id === who) return true;
      continue;
    }
    for (const stay of stays) {
      if (stay.person !== who || !there(stay, day)) continue;
      if (!document.newcomers && !there(stay, counts)) continue;
      const role = stay.kind === 'landlord' ? 'owners' : stay.kind;
      if (document.visibility === 'private' && !line.roles.some((each) => each === role)) continue;
      const houses = places.buildings.filter(({ property }) => property === stay.property).map(({ id }) => id);
      const flats = places.units.filter(({ property }) => property === stay.property).map(({ id }) => id);
      if (line.scope === 'everybody') return true;
      if (line.scope === 'property' && line.id === stay.property) return true;
      if (line.scope === 'building' && (stay.building === null ? houses.includes(line.id) : line.id === stay.building))
        return true;
      if (line.scope === 'unit' && (stay.kind === 'landlord' ? flats.includes(line.id) : line.id === stay.unit))
        return true;
    }
  }
  return false;
}

const roles = fc.subarray(['residents', 'owners', 'board'] as const, { minLength: 1 });
const home = fc.subarray(['residents', 'owners'] as const, { minLength: 1 });
const line = (isPublic: boolean): fc.Arbitrary<Addressing['addressees'][number]> => {
  const spots = [
    fc.record({ scope: fc.constant('everybody' as const), roles }),
    fc.record({ scope: fc.constant('property' as const), id: fc.nat(1).map((n) => places.properties[n]!), roles }),
    fc.record({ scope: fc.constant('building' as const), id: fc.nat(2).map((n) => places.buildings[n]!.id), roles }),
    fc.record({ scope: fc.constant('unit' as const), id: fc.nat(5).map((n) => places.units[n]!.id), roles: home }),
  ];
  const somebody = fc.record({ scope: fc.constant('person' as const), id: fc.nat(8).map((n) => people[n]!.id) });
  return fc.oneof(
    { weight: 1, arbitrary: spots[0]! },
    ...spots.slice(1).map((arbitrary) => ({ weight: 3, arbitrary })),
    ...(isPublic ? [] : [{ weight: 2, arbitrary: somebody }]),
  );
};
const documents = fc.boolean().chain((isPublic) =>
  fc.record({
    kind: fc.constant('circular' as const),
    visibility: fc.constant(isPublic ? ('public' as const) : ('private' as const)),
    newcomers: isPublic ? fc.constant(true) : fc.boolean(),
    validFrom: fc.constantFrom(null, null, '2029-06-01', '2030-03-16'),
    validUntil: fc.constantFrom(null, null, '2030-03-15', '2030-06-30', '2031-12-31'),
    addressees: fc.array(line(isPublic), { minLength: 1, maxLength: 3 }),
  }),
);

test('for every document, person and day of a generated company the API answers as the naive rule does', async () => {
  const office_ = { headers: { cookie: office } };
  await standAt(PUBLISHED);
  const all = new Map<string, Addressing>();
  for (const document of fc.sample(documents, { numRuns: 70, seed: 11 })) {
    if (document.validFrom && document.validUntil && document.validUntil < document.validFrom) continue;
    const id = randomUUID();
    const saved = await api.call<{ revision: number }>(
      host,
      'documents.save',
      { id, revision: 0, title: id, source: 'Text', files: [], ...document },
      office_,
    );
    expect(saved.status).toBe(200);
    const { status, code } = await api.call(
      host,
      'documents.publish',
      { id, revision: 1, version: 1, tell: false },
      office_,
    );
    if (status === 200) all.set(id, document);
    else expect(code).toBe('nobodyReads');
  }
  expect(all.size).toBeGreaterThan(40);
  let readings = 0;
  for (const day of days) {
    await standAt(day);
    for (const { id: who, cookie } of people) {
      const wanted = [...all].filter(([, document]) => naive(document, who, day)).map(([id]) => id);
      readings += wanted.length;
      const how = { headers: { cookie }, kind: 'query' } as const;
      const list = await api.call<{ id: string }[]>(host, 'documents.mine', { text: null }, how);
      expect({ day, who, reads: list.data?.map(({ id }) => id).sort() }).toEqual({ day, who, reads: wanted.sort() });
      for (const id of all.keys()) {
        if (day !== '2030-03-16' && !(readings % 7 === 0)) continue;
        const { status } = await api.call(host, 'documents.read', { id }, how);
        expect({ day, who, id, status }).toEqual({ day, who, id, status: wanted.includes(id) ? 200 : 404 });
      }
    }
  }
  // The generated company is not a dull one.
  expect(readings).toBeGreaterThan(200);
});

test('the list of who will see a document, and who will not, says the same', async () => {
  await standAt('2030-03-16');
  const rows = await api.one.query<{ id: string }>(`select id from document where phase = 'published'`);
  for (const { id } of rows) {
    const { data } = await api.call<{ readers: { personId: string }[]; others: { personId: string }[]; day: string }>(
      host,
      'documents.audience',
      { id },
      { headers: { cookie: office }, kind: 'query' },
    );
    const reads = await api.one.query<{ id: string }>(
      'select distinct person_id as id from document_right where document_id = $1 and berlin_today() between from_day and until_day',
      [id],
    );
    // The API's own clock is today's; the rule is asked for the same day as the database.
    const [head] = await api.one.query<{
      visibility: 'public';
      newcomers: boolean;
      from: string;
      until: string | null;
      since: string;
    }>(
      `select visibility, newcomers, valid_from::text as "from", valid_until::text as until, since::text as since from document where id = $1`,
      [id],
    );
    const document = {
      ...head!,
      validFrom: head!.from,
      validUntil: head!.until,
      addressees: await addresseesOf(api.one.query.bind(api.one), id),
    };
    const candidates = await candidatesOf(api.one, id);
    const judged = candidates
      .filter((each) => mayRead(document, each.id, each.holdings, '2030-03-16').reads)
      .map((each) => each.id);
    expect(judged.sort()).toEqual(reads.map((each) => each.id).sort());
    expect((data?.readers.length ?? 0) + (data?.others.length ?? 0)).toBe(candidates.length);
  }
});
