import { randomUUID } from 'node:crypto';
import { writeRevisions } from '../../../activities/lifecycle/project.ts';
import { campaignToken, orderToken, preferencesToken, projectToken, ticketToken } from '../../../db/links.ts';
import type { StoredCommand } from '../../../db/queries/commands.ts';
import { publishVersion } from '../../../db/queries/document-publish.ts';
import { saveDraft } from '../../../db/queries/documents.ts';
import { holdCommands } from '../../../db/queries/held.ts';
import { insertProject } from '../../../db/queries/projects.ts';
import type { Workspace } from '../../../db/workspaces.ts';
import { type ProjectCommand, projectCommand } from '../../../domain/project/commands.ts';
import { begin } from '../../../domain/project/rules.ts';
import { ROLE_FUNCTIONS } from '../../../domain/roles.ts';
import { person, type TestApi } from '../../support/api.ts';

import { ours, password, SECRET, type Stranger, theirs } from './file.ts';
import { paper } from './inputs.ts';

type Start = Extract<ProjectCommand, { type: 'start' }>;
/** Fills a company with a file of which nothing may leak, and gives everybody who has nothing to do with it. */
export async function makeStrangers(api: TestApi): Promise<Stranger[]> {
  const strangers: Stranger[] = [];
  const { one, two } = api;
  theirs.reporter = await person(one, { email: 'rita@one.test', resident: true, password });
  const firm = await person(one, { email: 'kurt@one.test', contractor: true, password });
  const [place] = await one.query<{ unit: string; building: string; property: string; code: string }>(
    `select u.id as unit, b.id as building, p.id as property, p.report_code as code from tenancy t
     join unit u on u.id = t.unit_id join building b on b.id = u.building_id join property p on p.id = b.property_id
     where t.person_id = $1`,
    [theirs.reporter],
  );
  Object.assign(theirs, { unit: place?.unit, building: place?.building, property: place?.property });
  theirs.reportCode = place?.code ?? '';
  theirs.contractor = await contractorOf(one, firm);
  await one.query(`update person set family_name = $1 where email = 'rita@one.test'`, [SECRET]);
  await one.query('update property set name = $1, street = $1, city = $1 where id = $2', [SECRET, theirs.property]);
  await file(one, theirs.ticket, theirs.order, theirs.reporter, theirs.contractor);
  await one.query(
    `insert into appointment (id, order_id, ticket_id, status, starts_at, ends_at, revision)
     values ($1, $2, $3, 'agreed', '2026-01-15T08:00Z', '2026-01-15T10:00Z', 1)`,
    [theirs.appointment, theirs.order, theirs.ticket],
  );

  const cookie = async (host: string, email: string, entrance: string) => {
    const signedIn = await api.call(host, 'session.signIn', { entrance, email, password });
    return { cookie: signedIn.cookie ?? '' };
  };
  await cookie('one.localhost', 'rita@one.test', 'residents');
  const [session] = await one.query<{ id: string }>('select id from account_session limit 1');
  theirs.session = session?.id ?? '';
  const keeper = await person(one, { email: 'karin@one.test', employee: 'clerk', password });
  await one.query(`insert into saved_view (id, owner_id, name, body) values ($1, $2, $3, '{}')`, [
    theirs.view,
    keeper,
    SECRET,
  ]);
  ours.aClerk = keeper;
  await one.query(
    `insert into absence (id, person_id, first_day, last_day) values ($1, $2, '2020-01-01', '2020-01-02')`,
    [theirs.absence, keeper],
  );
  await one.query(
    `insert into renter_report (id, unit_id, owner_id, begins_on, renter) values ($1, $2, $3, '2030-01-01', $4)`,
    [theirs.renter, theirs.unit, theirs.reporter, JSON.stringify({ givenName: '', familyName: SECRET, email: '' })],
  );
  for (const id of [theirs.unconfirmed, randomUUID()]) {
    await one.query('insert into unconfirmed_reporter (id, name, email) values ($1, $2, $3)', [
      id,
      SECRET,
      `${id}@ohne.test`,
    ]);
    await one.query(
      `insert into ticket (id, number, property_id, place, unconfirmed_id, category, urgency, title, phase,
         policy_version, command_id, reported_at, changed_at)
       values (gen_random_uuid(), 'O-' || $1::uuid, $2, 'common', $1, 'water', 'normal', $3, 'new', 1,
         gen_random_uuid(), now(), now())`,
      [id, theirs.property, SECRET],
    );
    if (id !== theirs.unconfirmed)
      await one.query(
        `insert into reporter_decision (id, kind, actor, reporter_ids, tickets) values ($1, 'notResident', '{}', $2, '[]')`,
        [theirs.decision, [id]],
      );
  }
  await one.query(`insert into invitation_round (id, made_by, scope, print_file) values ($1, $2, '{}', 'x')`, [
    theirs.round,
    keeper,
  ]);
  await one.query(
    `insert into invitation (id, round_id, person_id, entrance, way, property_id, state, expires_at)
     values ($1, $2, $3, 'residents', 'letter', $4, 'open', now() + interval '9 days')`,
    [theirs.invitation, theirs.round, theirs.reporter, theirs.property],
  );
  await one.query(`insert into import_run (id, state, begun_by) values ($1, 'mapping', $2)`, [theirs.import, keeper]);
  await one.query(`insert into calendar_feed (id, person_id, kind) values ($1, $2, 'all')`, [theirs.feed, keeper]);
  for (const [id, kind] of [
    [theirs.request, 'access'],
    [theirs.erasure, 'erasure'],
  ])
    await one.query(
      `insert into privacy_request (id, kind, person_id, received_on, way, state, identity, due_on, entered_by)
       values ($1, $2, $3, berlin_today(), 'letter', 'open', 'idCard', berlin_today() + 30, '{}')`,
      [id, kind, theirs.reporter],
    );
  await one.query('insert into retention_hold (id, person_id, reason, set_by) values ($1, $2, $3, $4)', [
    theirs.hold,
    theirs.reporter,
    SECRET,
    keeper,
  ]);
  await one.query(
    `insert into batch (id, actor, type, facts, words, state) values ($1, $2, 'note', '{}', '{}', 'done')`,
    [theirs.batch, JSON.stringify({ kind: 'employee', id: keeper })],
  );

  await one.query(
    `insert into inbound_mail (id, sha256, bytes, state, reason, from_address, from_name, subject, own_words, whole,
       ticket_id) values ($1, repeat('0', 64), 1, 'waiting', 'otherAddress', $2, $2, $2, $2, $2, $3)`,
    [theirs.mail, SECRET, theirs.ticket],
  );
  await project(one, theirs.project, theirs.property, theirs.contractor);
  for (const said of [
    { id: theirs.heldOnTicket, noun: 'ticket', subjectId: theirs.ticket, type: 'answer', facts: {} },
    { id: theirs.heldOnProject, noun: 'project', subjectId: theirs.project, type: 'done', facts: { todo: 1 } },
  ] as const) {
    const actor = { kind: 'contractor', id: theirs.contractor } as const;
    const held = { ...said, actor, at: '2026-11-23T09:00:00.000Z', words: { text: SECRET }, files: [] };
    await one.transaction((q) => holdCommands(q, [held], '2099-01-01T00:00:00.000Z'));
  }
  await one.query(
    `insert into message (id, noun, subject_id, file_id, event, revision, recipient_kind, recipient_id, role, template,
       due_at, state, told_at)
     values ($1, 'ticket', $2, $2, 'noteAdded:1', 1, 'person', $3, 'reporter', 'noteAdded', now(), 'failed', now())`,
    [theirs.message, theirs.ticket, theirs.reporter],
  );
  await campaign(one, theirs.campaign, theirs.voter, theirs.reporter);
  await one.query(
    `insert into campaign_proxy (id, campaign_id, voter_id, person_id, holder_id, given_by)
     values ($1, $2, $3, $4, $4, '{}')`,
    [theirs.proxy, theirs.campaign, theirs.voter, theirs.reporter],
  );
  const { id, revision, title, source, files, ...addressing } = paper(theirs.document, 0);
  await saveDraft(one, { id, revision, addressing, text: { title, source, files }, by: keeper });
  await publishVersion(one, { id, n: 1, revision: 1, tell: false, by: keeper });
  await person(two, { email: 'mara@two.test', employee: 'manager', password });
  const neighbour = await person(one, { email: 'nils@one.test', resident: true, password });
  const former = await person(one, { email: 'frieda@one.test', password });
  await one.query(
    `insert into tenancy (unit_id, person_id, role, valid_from, valid_until)
     values ($1, $2, 'renter', '2010-01-01', berlin_today() - 30)`,
    [theirs.unit, former],
  );
  const elsewhere = await person(one, { email: 'carla@one.test', employee: 'clerk', password });
  await one.query('update employee set all_properties = false where person_id = $1', [elsewhere]);
  const otherFirm = await person(one, { email: 'otto@one.test', contractor: true, password });
  const [ticket, order, contractor] = [randomUUID(), randomUUID(), await contractorOf(one, otherFirm)];
  await file(one, ticket, order, neighbour, contractor);
  await one.query(`update ticket set title = 'T', description = '', access_wishes = '' where id = $1`, [ticket]);
  await one.query(`update work_order set title = 'T', instructions = '' where id = $1`, [order]);
  const [home] = await one.query<{ unit: string; property: string }>(
    `select u.id as unit, b.property_id as property from tenancy t join unit u on u.id = t.unit_id
     join building b on b.id = u.building_id where t.person_id = $1`,
    [neighbour],
  );
  await owner(one, await person(one, { email: 'nora@one.test', password }), home, [-900, null]);
  await owner(one, await person(one, { email: 'vera@one.test', password }), theirs, [-900, -30]);
  const next = await person(one, { email: 'max@one.test', password });
  await owner(one, next, theirs, [1, null]);
  await one.query(
    `insert into tenancy (unit_id, person_id, role, valid_from) values ($1, $2, 'renter', berlin_today() + 1)`,
    [theirs.unit, next],
  );
  await owner(one, await person(one, { email: 'olga@one.test', password }), theirs, [-900, null]);
  const [neighbouring] = await one.query<{ unit: string }>(
    `insert into unit (building_id, number) values ($1, 'nebenan') returning id as unit`,
    [theirs.building],
  );
  const board = { unit: neighbouring?.unit ?? '', property: theirs.property };
  await owner(one, await person(one, { email: 'bea@one.test', password }), board, [-900, null]);
  await one.query('delete from board_membership b using person p where p.id = b.person_id and p.email = $1', [
    'olga@one.test',
  ]);
  await one.query('update ticket set unit_id = $2, property_id = $3 where id = $1', [
    ticket,
    home?.unit,
    home?.property,
  ]);
  await one.query('update work_order set property_id = $2 where id = $1', [order, home?.property]);
  const otherCampaign = randomUUID();
  await campaign(one, otherCampaign, randomUUID(), neighbour);
  await one.query(`update campaign set title = 'C', question = 'C', property_id = $2 where id = $1`, [
    otherCampaign,
    home?.property,
  ]);
  const asks = { campaignId: otherCampaign, personId: neighbour, generation: 1 };
  const generations = { orderGeneration: 1, contractorGeneration: 1 };
  const link = { orderId: order, contractorId: contractor, ...generations };
  const mixed = { orderId: theirs.order, contractorId: contractor, ...generations };
  const forged = { orderId: theirs.order, contractorId: theirs.contractor, ...generations };
  const own = { ticketId: ticket, recipient: { kind: 'person', id: neighbour }, generation: 1 } as const;
  const foreign = { ...own, ticketId: theirs.ticket };
  const at = 'one.localhost';
  const add = (who: string, headers: Record<string, string>, host = at) =>
    strangers.push({ who, host, headers, account: 'cookie' in headers, away: host !== at });
  add('nobody known', {});
  const mara = await cookie('two.localhost', 'mara@two.test', 'management');
  add('an employee of another workspace, at home', mara, 'two.localhost');
  strangers.push({
    who: 'an employee of another workspace, here',
    host: at,
    headers: mara,
    account: false,
    away: false,
  });
  const colleague = async (who: string, email: string) =>
    strangers.push({
      who,
      host: at,
      headers: await cookie(at, email, 'management'),
      account: true,
      away: false,
      colleague: true,
    });
  await colleague('a clerk of other properties', 'carla@one.test');
  for (const [who, email, role] of [
    ['a caretaker of other properties', 'hans@one.test', 'caretaker'],
    ['an accountant of other properties', 'ada@one.test', 'accountant'],
  ] as const) {
    const id = await person(one, { email, employee: role, password });
    await one.query('update employee set all_properties = false where person_id = $1', [id]);
    await colleague(who, email);
  }
  for (const [who, email, from, until] of [
    ['who works on it from tomorrow', 'toni@one.test', 1, 9],
    ['who worked on it until yesterday', 'yves@one.test', -9, -1],
  ] as const) {
    const id = await person(one, { email, employee: 'caretaker', password });
    await one.query('update employee set all_properties = false where person_id = $1', [id]);
    await one.query(
      `with given as (insert into employee_role (person_id, role, all_properties, valid_from, valid_until)
         values ($1, 'clerk', false, berlin_today() + $3::int, berlin_today() + $4::int) returning id)
       insert into employee_role_property select id, $2 from given`,
      [id, theirs.property, from, until],
    );
    await colleague(who, email);
  }
  for (const [who, email, from, until] of [
    ['who stands in from tomorrow', 'mia@one.test', 1, 9],
    ['who stood in until yesterday', 'noah@one.test', -9, -1],
  ] as const) {
    const id = await person(one, { email, employee: 'caretaker', password });
    await one.query('update employee set all_properties = false where person_id = $1', [id]);
    await one.query(
      `insert into absence (person_id, first_day, last_day, substitute_id)
       values ($1, berlin_today() + $3::int, berlin_today() + $4::int, $2)`,
      [keeper, id, from, until],
    );
    await colleague(who, email);
  }
  add('the resident of another unit', await cookie(at, 'nils@one.test', 'residents'));
  add('the former resident', await cookie(at, 'frieda@one.test', 'residents'));
  add('an owner and board member of another property', await cookie(at, 'nora@one.test', 'residents'));
  add('who owned it and sat on its board', await cookie(at, 'vera@one.test', 'residents'));
  add('who owns it, lives in it and sits on its board from tomorrow', await cookie(at, 'max@one.test', 'residents'));
  add('the contractor of another order', await cookie(at, 'otto@one.test', 'contractors'));
  add('the link of another order', { 'x-link': orderToken(one.key, link) });
  add('the order’s link made out to another contractor', { 'x-link': orderToken(one.key, mixed) });
  add('the order’s link with another workspace’s key', { 'x-link': orderToken(two.key, forged) });
  const plan = randomUUID();
  await project(one, plan, home?.property ?? '', contractor);
  await one.query(`update project set title = 'T', description = '' where id = $1`, [plan]);
  await one.query(`update todo set title = 'T', text = '' where project_id = $1`, [plan]);
  const part = {
    projectId: plan,
    holder: { kind: 'contractor', id: contractor },
    projectGeneration: 1,
    holderGeneration: 1,
  } as const;
  add('the link of another project', { 'x-link': projectToken(one.key, part) });
  add('the project’s link made out to another contractor', {
    'x-link': projectToken(one.key, { ...part, projectId: theirs.project }),
  });
  add('the project’s link made out to a neighbour', {
    'x-link': projectToken(one.key, {
      ...part,
      projectId: theirs.project,
      holder: { kind: 'person', id: neighbour },
    }),
  });
  add('the link of another ticket', { 'x-link': ticketToken(one.key, own) });
  add('a neighbour’s link to their notifications', {
    'x-link': preferencesToken(one.key, { personId: neighbour, generation: 1, kind: null }),
  });
  add('the link to somebody’s notifications with another workspace’s key', {
    'x-link': preferencesToken(two.key, { personId: theirs.reporter, generation: 1, kind: null }),
  });
  add('the ticket’s link made out to a neighbour', { 'x-link': ticketToken(one.key, foreign) });
  add('the link of another campaign', { 'x-link': campaignToken(one.key, asks) });
  add('the campaign’s link made out to a neighbour', {
    'x-link': campaignToken(one.key, { ...asks, campaignId: theirs.campaign }),
  });
  for (const [who, email, entrance] of [
    ['the clerk', 'karin@one.test', 'management'],
    ['the resident', 'rita@one.test', 'residents'],
    ['the owner', 'olga@one.test', 'residents'],
    ['the board, who owns another unit', 'bea@one.test', 'residents'],
    ['the contractor', 'kurt@one.test', 'contractors'],
  ] as const)
    ours.insiders.push({ who, host: at, headers: await cookie(at, email, entrance), account: true, away: false });
  for (const own of ROLE_FUNCTIONS) {
    const may = own === 'see' ? [own] : (['see', own] as const);
    const [email, key] = [`${own}@one.test`, `own-${own}`];
    const id = await person(one, { email, employee: 'caretaker', password });
    await one.query('insert into role (key, name, functions) values ($1, $1, $2)', [key, may]);
    await one.query('update employee set function = $2, all_properties = false where person_id = $1', [id, key]);
    await one.query('insert into employee_property values ($1, $2)', [id, theirs.property]);
    const headers = await cookie(at, email, 'management');
    ours.roles.push({ may, stranger: { who: key, host: at, headers, account: true, away: false, colleague: true } });
  }
  return strangers;
}

async function contractorOf(workspace: Workspace, personId: string): Promise<string> {
  const [row] = await workspace.query<{ id: string }>('select id from contractor where person_id = $1', [personId]);
  return row?.id ?? '';
}

/** Somebody owns a unit and sits on its property's board, from one day to another, counted from today. */
async function owner(
  workspace: Workspace,
  personId: string,
  of: { unit: string; property: string } | undefined,
  [from, until]: readonly [number, number | null],
) {
  const days = [personId, from, until];
  await workspace.query(
    `insert into ownership (unit_id, person_id, valid_from, valid_until)
     values ($4, $1, berlin_today() + $2::int, berlin_today() + $3::int)`,
    [...days, of?.unit],
  );
  await workspace.query(
    `insert into board_membership (property_id, person_id, valid_from, valid_until)
     values ($4, $1, berlin_today() + $2::int, berlin_today() + $3::int)`,
    [...days, of?.property],
  );
}

/** A ticket with an order, all of whose words are secret. */
async function file(workspace: Workspace, ticket: string, order: string, reporter: string, contractor: string) {
  await workspace.query(
    `insert into ticket (id, number, property_id, building_id, unit_id, place, reporter_id, category, urgency, title,
       description, access_wishes, phase, policy_version, command_id, reported_at, changed_at)
     values ($1, 'T-' || $1::uuid, $2, $3, $4, 'unit', $5, 'water', 'normal', $6, $6, $6, 'new', 1, gen_random_uuid(),
       now() - interval '3 days', now())`,
    [ticket, theirs.property, theirs.building, theirs.unit, reporter, SECRET],
  );
  await workspace.query(
    `insert into work_order (id, number, property_id, contractor_id, client, invoice_to, title, instructions, urgency,
       phase, policy_version, command_id, placed_at, changed_at)
     values ($1, 'A-' || $1::uuid, $2, $3, $4, $4, $5, $5, 'normal', 'running', 1, gen_random_uuid(), now(), now())`,
    [order, theirs.property, contractor, JSON.stringify({ kind: 'workspace', name: 'W', address: 'W' }), SECRET],
  );
  await workspace.query('insert into work_order_ticket values ($1, $2)', [order, ticket]);
}

/** A project with one to-do of a contractor, all of whose words are secret. */
async function project(workspace: Workspace, id: string, property: string, contractor: string) {
  const command: StoredCommand = {
    id: randomUUID(),
    noun: 'project',
    subjectId: id,
    type: 'start',
    actor: { kind: 'system' },
    at: '2026-11-23T08:00:00.000Z',
    facts: {},
    words: {},
    files: [],
  };
  const todo = { title: SECRET, text: SECRET, items: [] };
  await workspace.transaction((q) =>
    insertProject(q, command, {
      propertyId: property,
      title: SECRET,
      description: SECRET,
      template: null,
      lead: null,
      policy: 1,
      urgency: 'normal',
      todos: [todo],
    }),
  );
  const start = {
    type: 'start',
    policy: 1,
    urgency: 'normal',
    federalState: 'BE',
    template: null,
    lead: null,
    parties: [{ role: 'contractor', id: contractor }],
    todos: [{ who: 0, when: { on: '2040-01-04' } }],
  } as const;
  const { id: commandId, actor, at } = command;
  const { state } = begin(id, { id: commandId, actor, at, command: projectCommand.parse(start) as Start });
  await writeRevisions(workspace, 'project', id, [{ command: commandId, state, happenings: [], messages: [] }]);
}

/** A campaign that asks one person, all of whose words are secret. */
async function campaign(workspace: Workspace, id: string, voter: string, asked: string) {
  await workspace.query(
    `insert into campaign (id, number, property_id, title, phase, policy_version, command_id, begun_at, changed_at, kind,
       audience, question, key_date, deadline)
     values ($1, 'L-' || $1::uuid, $2, $3, 'open', 1, gen_random_uuid(), now(), now(), 'readReceipt', 'residents', $3,
       berlin_today(), now() + interval '10 days')`,
    [id, theirs.property, SECRET],
  );
  await workspace.query(`insert into campaign_voter values ($1, $2, '{}', 1, 1, 0, 1, null)`, [voter, id]);
  await workspace.query('insert into campaign_person values ($1, $2, $3)', [id, voter, asked]);
}
