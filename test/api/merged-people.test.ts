import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ticketFacts } from '../../db/access.ts';
import { createAccount } from '../../db/accounts.ts';
import { occupancyOf } from '../../db/queries/occupancy.ts';
import type { Person } from '../../domain/person/person.ts';
import { actorOnTicket, ticketAudiences } from '../../domain/rights/ticket.ts';
import { clerks, somebody } from '../support/master-data.ts';

const office = clerks();
const { act, ask, audited, houseOf, revisionOf } = office;

describe('two entries of one person', () => {
  const revision = async (id: string) =>
    (await office.api.one.query<{ revision: number }>('select revision from person where id = $1', [id]))[0]
      ?.revision ?? 0;
  const merge = async (keep: string, drop: string) =>
    act<{ mergeId: string }>('people.merge', {
      keep: { id: keep, revision: await revision(keep) },
      drop: { id: drop, revision: await revision(drop) },
    });

  const unmerge = (id: string, mergeId: string | undefined) => act('people.unmerge', { id, mergeId });

  test('become one: units and what was not known go over, and who was dropped is written down', async () => {
    const { units } = await houseOf('G1');
    const [unitId = ''] = units;
    const [keep, drop] = [randomUUID(), randomUUID()];
    await act('people.make', { id: keep, person: somebody('Gleich', { email: 'gleich@one.test' }) });
    await act('people.make', { id: drop, person: somebody('Gleich', { givenName: 'Gerda', mobile: '0170 99988877' }) });
    await act('units.handOver', {
      id: unitId,
      revision: await revisionOf(unitId),
      endsOn: null,
      beginsOn: '2020-01-01',
      newcomers: [{ personId: drop, role: 'renter' }],
    });
    const { data: merged } = await merge(keep, drop);
    expect(await office.api.one.query('select merged_into as into, mobile from person where id = $1', [drop])).toEqual([
      { into: keep, mobile: null },
    ]);
    const renters = async () =>
      (await occupancyOf(office.api.one.query.bind(office.api.one), unitId)).tenancies.map(({ personId }) => personId);
    expect(await renters()).toEqual([keep]);
    expect((await ask<Person>('people.get', { id: keep })).data).toMatchObject({
      givenName: 'Gerda',
      email: 'gleich@one.test',
      mobile: '0170 99988877',
    });
    const found = (await ask<{ id: string }[]>('people.list', { text: 'Gleich' })).data?.map(({ id }) => id);
    expect(found).toContain(keep);
    expect(found).not.toContain(drop);
    expect(await audited('person.merge', keep)).toMatchObject([{ after: { dropped: drop } }]);
    expect((await merge(keep, drop)).code).toBe('notMergeable');

    expect((await unmerge(drop, merged?.mergeId)).code).toBe('notFound');
    expect((await unmerge(keep, merged?.mergeId)).status).toBe(200);
    expect(await renters()).toEqual([drop]);
    expect((await ask<Person>('people.get', { id: keep })).data).toMatchObject({ givenName: '', mobile: '' });
    expect((await ask<Person>('people.get', { id: drop })).data).toMatchObject({
      givenName: 'Gerda',
      mobile: '0170 99988877',
    });
    expect((await unmerge(keep, merged?.mergeId)).code).toBe('notFound');
  });

  test('become one also where both have tickets and accounts: tickets, acts and deliveries follow, and go back', async () => {
    const { id: property, building } = await houseOf('G2');
    const [keep, drop] = [randomUUID(), randomUUID()];
    await act('people.make', { id: keep, person: somebody('Bleibt', { email: 'bleibt@one.test' }) });
    await act('people.make', { id: drop, person: somebody('Bleibt', { email: 'geht@one.test' }) });
    await createAccount(office.api.one, { personId: keep, email: 'bleibt@one.test', password: 'Regen auf Dach 7' });
    await createAccount(office.api.one, { personId: drop, email: 'geht@one.test', password: 'Regen auf Dach 7' });
    const [ticket, other] = [randomUUID(), randomUUID()];
    for (const [id, reporter] of [
      [ticket, drop],
      [other, keep],
    ])
      await office.api.one.query(
        `insert into ticket (id, number, property_id, building_id, place, reporter_id, category, urgency, title, phase,
           policy_version, command_id, reported_at, changed_at, state)
         values ($4, 'G-' || $4::uuid, $1, $2, 'common', $3, 'lift', 'normal', 'T', 'new', 1, gen_random_uuid(), now(), now(),
           jsonb_build_object('reporter', jsonb_build_object('kind', 'person', 'id', $3::uuid), 'followers', '[]'::jsonb))`,
        [property, building, reporter, id],
      );
    const message = (event: string) =>
      office.api.one.query<{ recipient: string }>(
        `insert into message (noun, subject_id, file_id, event, revision, recipient_kind, recipient_id, role, template, due_at)
         values ('ticket', $1, $1, $2, 1, 'person', $3, 'person', 'noteAdded', now()) returning recipient_id as recipient`,
        [ticket, event, drop],
      );
    await message('before');
    const { data: merged } = await merge(keep, drop);
    expect(merged?.mergeId).toBeDefined();
    // What is still to be delivered goes to who stayed, and so does what the lifecycle says to the other later.
    expect(await message('after')).toEqual([{ recipient: keep }]);
    const recipients = await office.api.one.query(
      `select distinct recipient_id as id from message where subject_id = $1`,
      [ticket],
    );
    expect(recipients).toEqual([{ id: keep }]);
    const viewer = { kind: 'person', personId: keep, resident: true, owner: false } as const;
    const facts = await ticketFacts(office.api.one, ticket);
    expect(facts && ticketAudiences(viewer, facts)).toEqual(['reporter', `person:${keep}`, `person:${drop}`]);
    // The lifecycle goes on knowing its reporter by the entry that went.
    expect(facts && actorOnTicket(viewer, facts)).toEqual({ kind: 'person', id: drop });
    const own = await ticketFacts(office.api.one, other);
    expect(own && actorOnTicket(viewer, own)).toEqual({ kind: 'person', id: keep });
    const link = { kind: 'ticketLink', ticketId: ticket, recipient: { kind: 'person', id: drop } } as const;
    expect(facts && ticketAudiences(link, facts)).toContain('reporter');
    const enter = (email: string) =>
      office.api.call(office.host, 'session.signIn', { entrance: 'residents', email, password: 'Regen auf Dach 7' });
    expect((await enter('bleibt@one.test')).status).toBe(200);
    expect((await enter('geht@one.test')).code).toBe('wrongEntrance');

    expect((await unmerge(keep, merged?.mergeId)).status).toBe(200);
    expect((await ticketFacts(office.api.one, ticket))?.reporterId).toBe(drop);
    expect((await ticketFacts(office.api.one, other))?.reporterId).toBe(keep);
    expect((await enter('geht@one.test')).status).toBe(200);
    const [again] = await office.api.one.query('select email, active from person where id = $1', [drop]);
    expect(again).toEqual({ email: 'geht@one.test', active: true });
  });

  test('stay two where somebody works here or a vote runs, or one has changed meanwhile; what went on is not torn away', async () => {
    const { id: property, building } = await houseOf('G3');
    const [keep, drop, third] = [randomUUID(), randomUUID(), randomUUID()];
    for (const id of [keep, drop, third]) await act('people.make', { id, person: somebody('Zwei') });
    const stale = { keep: { id: drop, revision: 9 }, drop: { id: keep, revision: 1 } };
    expect((await act('people.merge', stale)).code).toBe('changedMeanwhile');
    const [colleague] = await office.api.one.query<{ id: string }>('select person_id as id from employee limit 1');
    // Who looks after accounts decides about colleagues, and even they can't make one of two.
    expect((await merge(keep, colleague?.id ?? '')).code).toBe('forbidden');
    const [vote, voter] = [randomUUID(), randomUUID()];
    await office.api.one.query(
      `insert into campaign (id, number, property_id, title, phase, policy_version, command_id, begun_at, changed_at, kind,
         audience, question, key_date, deadline)
       values ($1, 'L-3', $2, 'V', 'open', 1, gen_random_uuid(), now(), now(), 'readReceipt', 'residents', 'V',
         berlin_today(), now() + interval '10 days')`,
      [vote, property],
    );
    await office.api.one.query(`insert into campaign_voter values ($1, $2, '{}', 1, 1, 0, 1, null)`, [voter, vote]);
    await office.api.one.query('insert into campaign_person values ($1, $2, $3)', [vote, voter, drop]);
    expect((await merge(keep, drop)).code).toBe('notMergeable');
    await office.api.one.query('update campaign set closed_at = now() where id = $1', [vote]);
    const ticket = randomUUID();
    await office.api.one.query(
      `insert into ticket (id, number, property_id, building_id, place, reporter_id, category, urgency, title, phase,
         policy_version, command_id, reported_at, changed_at)
       values ($4, 'G-3', $1, $2, 'common', $3, 'lift', 'normal', 'T', 'new', 1, gen_random_uuid(), now(), now())`,
      [property, building, drop, ticket],
    );
    const { data: merged } = await merge(keep, drop);
    await office.api.one.query('update ticket set reporter_id = $2 where id = $1', [ticket, third]);
    expect((await unmerge(keep, merged?.mergeId)).code).toBe('tooLateToUndo');
    expect(await office.api.one.query('select merged_into as into from person where id = $1', [drop])).toEqual([
      { into: keep },
    ]);
  });
});
