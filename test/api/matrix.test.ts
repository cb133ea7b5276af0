import { initTRPC } from '@trpc/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appRouter } from '../../api/router.ts';
import { campaignToken, orderToken, projectToken, ticketLinkOf } from '../../db/links.ts';
import { startTestApi, type TestApi } from '../support/api.ts';
import {
  allows,
  ask,
  atOnce,
  bothContents,
  contents,
  leaksIn,
  limited,
  proceduresOf,
  withoutRule,
} from './matrix/ask.ts';
import { ours, SECRET, type Stranger, theirs } from './matrix/file.ts';
import { reported } from './matrix/inputs.ts';
import { makeStrangers } from './matrix/strangers.ts';
import { entryOf, table } from './matrix/table.ts';
import { toldTo } from './matrix/told.ts';
import { countWrites } from './matrix/writes.ts';

let api: TestApi;
let strangers: Stranger[] = [];
const both = async () => (await bothContents(api)).join('\n');

beforeAll(async () => {
  api = await startTestApi();
  strangers = await makeStrangers(api);
  for (const company of [api.one, api.two]) await countWrites(api, company);
});
afterAll(() => api.close());

test('every procedure has a rule and an entry here; one without a rule is found', () => {
  expect(withoutRule(appRouter)).toEqual([]);
  const named = Object.entries(table).flatMap(([noun, verbs]) => Object.keys(verbs).map((verb) => `${noun}.${verb}`));
  expect(
    proceduresOf(appRouter)
      .map(([name]) => name)
      .sort(),
  ).toEqual(named.sort());
  const { procedure, router } = initTRPC.create();
  expect(withoutRule(router({ leak: procedure.query(() => 1) }))).toEqual(['leak']);
});

test('what is written into a company is seen when it is looked at again, and so is that it is gone', async () => {
  const before = await contents(api.two);
  await api.two.query(`insert into setting (key, value) values ('written', '1')`);
  expect(await contents(api.two)).not.toBe(before);
  await api.two.query(`delete from setting where key = 'written'`);
  expect(await contents(api.two)).toBe(before);
});

describe('who has nothing to do with a file gets nothing of it and changes nothing', () => {
  let known: [string, string] | undefined;
  test.each(proceduresOf(appRouter).map(([name, { _def }]) => [name, _def.type]))('%s', async (name, type) => {
    const entry = entryOf(name);
    if (!entry) throw new Error('no entry');
    const before = known ?? (await bothContents(api));
    known = undefined;
    const askAs = async (stranger: Stranger) => {
      if (entry.endsSession && stranger.account) return;
      if (entry.forColleagues && stranger.colleague) return;
      const input = entry.input(stranger);
      const { status, body } = await ask(api, stranger, name, type, input);
      expect({ who: stranger.who, leaks: leaksIn(body, JSON.stringify(input ?? null)) }).toEqual({
        who: stranger.who,
        leaks: [],
      });
      if (!entry.open)
        expect({ who: stranger.who, refused: status >= 400 && status < 500, body }).toMatchObject({ refused: true });
    };
    // Questions can be asked side by side; who says something is looked at one after the other.
    if (type === 'query') await Promise.all(strangers.map(askAs));
    else for (const stranger of strangers) await askAs(stranger);
    // What stands after one question is what stood before the next.
    known = await bothContents(api);
    expect(known).toEqual(before);
  });

  test('nor does a report that names a ticket of somebody else', async () => {
    const neighbour = strangers.find(({ who }) => who === 'the resident of another unit') as Stranger;
    const [home] = await api.one.query<{ unit: string; building: string }>(
      `select u.id as unit, u.building_id as building from tenancy t join unit u on u.id = t.unit_id
       join person p on p.id = t.person_id where p.email = 'nils@one.test'`,
    );
    const before = await contents(api.one);
    const input = { ...reported(), buildingId: home?.building, unitId: home?.unit };
    const { status, body } = await ask(api, neighbour, 'tickets.report', 'mutation', input);
    expect({ status, conflict: body.includes('conflictingChange') }).toEqual({ status: 400, conflict: true });
    expect(await contents(api.one)).toBe(before);
  });
});

describe('who works on the property, but by a role of the company’s own, does nothing that it is not made of', () => {
  let known: string | undefined;
  test.each(limited(appRouter).map(([name, type]) => [name, type]))('%s', async (name, type) => {
    const entry = entryOf(name);
    if (!entry) throw new Error('no entry');
    const before = known ?? (await both());
    known = undefined;
    await atOnce(
      ours.roles.filter(({ may }) => !allows(appRouter, name, may)),
      async ({ stranger, may }) => {
        const { status, body } = await ask(api, stranger, name, type, entry.input(stranger));
        expect({ may, status, forbidden: body.includes('forbidden') }).toEqual({ may, status: 400, forbidden: true });
      },
    );
    known = await both();
    expect(known).toBe(before);
  });
});

test('who has to do with it today is told of it by exactly these questions', async () => {
  const questions = proceduresOf(appRouter).filter(([, { _def }]) => _def.type === 'query');
  const told: Record<string, string[]> = {};
  const before = await both();
  for (const insider of ours.insiders) {
    const answers: string[] = [];
    await atOnce(questions, async ([name]) => {
      const input = entryOf(name)?.input(insider);
      const { status, body } = await ask(api, insider, name, 'query', input);
      if (status < 500 && leaksIn(body, JSON.stringify(input ?? null)).includes(SECRET)) answers.push(name);
    });
    told[insider.who] = answers.sort();
  }
  expect(told).toEqual(toldTo);
  // Nor does reading change anything.
  expect(await both()).toBe(before);
});

test('who has to do with it gets it, so the questions above were the right ones', async () => {
  const { one } = api;
  const recipient = { kind: 'person', id: theirs.reporter } as const;
  const ticketLink = (await ticketLinkOf(one, theirs.ticket, recipient)) ?? '';
  const orderLink = orderToken(one.key, {
    orderId: theirs.order,
    contractorId: theirs.contractor,
    orderGeneration: 1,
    contractorGeneration: 1,
  });
  const projectLink = projectToken(one.key, {
    projectId: theirs.project,
    holder: { kind: 'contractor', id: theirs.contractor },
    projectGeneration: 1,
    holderGeneration: 1,
  });
  const campaignLink = campaignToken(one.key, {
    campaignId: theirs.campaign,
    personId: theirs.reporter,
    generation: 1,
  });
  const holder = (headers: Record<string, string>) => ({ ...(strangers[0] as Stranger), headers });
  const asked = [
    await ask(api, holder({ 'x-link': ticketLink }), 'tickets.get', 'query', { id: theirs.ticket }),
    await ask(api, holder({ 'x-link': orderLink }), 'orders.get', 'query', { id: theirs.order }),
    await ask(api, holder({ 'x-link': projectLink }), 'projects.get', 'query', { id: theirs.project }),
    await ask(api, holder({ 'x-link': campaignLink }), 'campaigns.ballot', 'query', { id: null }),
  ];
  for (const { status, body } of asked) {
    expect(status).toBe(200);
    expect(leaksIn(body, '')).toContain(SECRET);
  }
});
