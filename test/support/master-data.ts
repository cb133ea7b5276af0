import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import { namelessPerson, type Person } from '../../domain/person/person.ts';
import { berlinClock, toInstant } from '../../domain/time/berlin.ts';
import { person, startTestApi, type TestApi } from './api.ts';

const HOST = 'one.localhost';
const password = 'Regen auf Dach 7';

/** A property's page, as far as tests look at it. */
export type Page = {
  id: string;
  revision: number;
  buildings: { id: string; revision: number; units: { id: string; number: string; shareNumerator: number }[] }[];
};

/** Today in Berlin. */
export const today = berlinClock(toInstant(Date.now())).day;

/** The facts of an association. */
export const association = (number: string, more: object = {}) => ({
  managementType: 'weg',
  number,
  name: `WEG ${number}`,
  federalState: 'BW',
  street: 'Weg 1',
  postalCode: '70173',
  city: 'Stuttgart',
  approvalLimitCents: 100_000,
  shareDenominator: 1000,
  ...more,
});

/** The facts of a person. */
export const somebody = (familyName: string, more: Partial<Person> = {}): Person => ({
  ...namelessPerson,
  familyName,
  ...more,
});

/** Four flats on two floors, which share what is left of the whole. */
export const flats = {
  usage: 'flat',
  staircases: [],
  floorFrom: 0,
  floorTo: 1,
  perFloor: 2,
  positions: ['links', 'rechts'],
  naming: 'WE {n:2}',
  firstNumber: 1,
  restart: false,
  share: 'rest',
};

/** A company with two clerks, for the tests of a file: what they enter and read, over the API. */
export function clerks() {
  let api: TestApi;
  let clerk: Record<string, string> = {};
  let other: Record<string, string> = {};
  beforeAll(async () => {
    api = await startTestApi();
    const enter = async (email: string) => {
      await person(api.one, { email, employee: 'clerk', password });
      const { cookie = '' } = await api.call(HOST, 'session.signIn', { entrance: 'management', email, password });
      return { cookie, 'x-entrance': 'management' };
    };
    clerk = await enter('karin@one.test');
    other = await enter('klaus@one.test');
  });
  afterAll(() => api.close());

  const act = <Data = Record<string, unknown>>(name: string, input: unknown, headers = clerk) =>
    api.call<Data>(HOST, name, input, { headers });
  const ask = <Data = Record<string, never>>(name: string, input: unknown, headers = clerk) =>
    api.call<Data>(HOST, name, input, { kind: 'query', headers });
  const audited = (what: string, subject?: string) =>
    api.one.query<{ before: Record<string, unknown> | null; after: Record<string, unknown> | null; actor: object }>(
      'select before, after, actor from audit where what = $1 and ($2::uuid is null or subject_id = $2) order by id',
      [what, subject ?? null],
    );

  /** An association with a building of four flats; gives their ids. */
  const houseOf = async (number: string): Promise<{ id: string; building: string; units: string[] }> => {
    const id = randomUUID();
    const buildings = [{ name: 'Haus A', street: 'Weg 1' }];
    await act('properties.make', { id, property: association(number), buildings });
    const { data } = await ask<Page>('properties.get', { id });
    const building = data?.buildings[0]?.id ?? '';
    await act('units.makeMany', { buildingId: building, pattern: flats });
    const { data: filled } = await ask<Page>('properties.get', { id });
    return { id, building, units: filled?.buildings[0]?.units.map((unit) => unit.id) ?? [] };
  };

  const revisionOf = async (unitId: string) =>
    (await ask<{ revision: number }>('units.get', { id: unitId })).data?.revision ?? 0;

  return {
    host: HOST,
    password,
    get api() {
      return api;
    },
    get clerk() {
      return clerk;
    },
    get other() {
      return other;
    },
    ...{ act, ask, audited, houseOf, revisionOf },
  };
}
