import { ticketFacts } from '../../db/access.ts';
import { categoryThen } from '../../db/queries/categories.ts';
import { ticketNumbers } from '../../db/queries/duplicates.ts';
import { ownSaid } from '../../db/queries/held.ts';
import { mailsAbout } from '../../db/queries/inbox.ts';
import {
  type OrderOfTicket,
  ordersOfTicket,
  type TimelineEntry,
  ticketRecord,
  timelineOf,
} from '../../db/queries/tickets.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { ticketsOf } from '../../domain/appointments/rules.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Audience } from '../../domain/lifecycle/outcome.ts';
import { spoken } from '../../domain/report/categories.ts';
import {
  actorOnTicket,
  type KnownOnTicket,
  mayAnswer,
  onlyWorksOn,
  type TicketFacts,
  ticketAudiences,
} from '../../domain/rights/ticket.ts';
import { mayAct, type Viewer } from '../../domain/rights.ts';
import { check, reopenableUntil } from '../../domain/ticket/check.ts';
import { waiting } from '../../domain/ticket/clock.ts';
import type { TicketAct, TicketCommand } from '../../domain/ticket/commands.ts';
import { rejectionReasons } from '../../domain/ticket/rejection.ts';
import type { TicketState, Visit } from '../../domain/ticket/state.ts';
import { checkVisit } from '../../domain/ticket/visits.ts';
import { addMinutes, toInstant } from '../../domain/time/berlin.ts';
import { People } from './people.ts';
import { ballView, entryViews, type FileView, forecastSteps, stepViews, wantEntries } from './timeline.ts';

/** The acts that a page offers as buttons. */
const offered: TicketCommand[] = [
  { type: 'accept' },
  { type: 'reject', reason: rejectionReasons[0] },
  { type: 'forward', to: { role: 'management' } },
  { type: 'ask', to: { role: 'management' } },
  { type: 'note', visibility: 'visible' },
  { type: 'setUrgency', urgency: 'normal' },
  { type: 'confirm' },
  { type: 'dispute' },
  { type: 'acceptWork' },
  { type: 'close', outcome: 'done' },
  { type: 'withdraw' },
  { type: 'reopen' },
  { type: 'unfollow' },
  { type: 'seekApproval', amountCents: null },
];

/** Which acts the viewer may do on the ticket now. Answers and rework name what they are about and come on top. */
function actsOf(
  viewer: Viewer,
  as: readonly Audience[],
  { propertyId, ...reporting }: KnownOnTicket & Pick<TicketFacts, 'propertyId'>,
  state: TicketState | null,
): string[] {
  const actor = actorOnTicket(viewer, reporting);
  if (!actor || !state) return [];
  const employee = viewer.kind === 'employee';
  if (employee && !mayAct(viewer, 'triage', propertyId)) return mayAct(viewer, 'note', propertyId) ? ['note'] : [];
  const probe = (command: TicketCommand): TicketAct => ({
    id: '00000000-0000-4000-8000-000000000000',
    actor,
    at: toInstant(Date.now()),
    command,
  });
  const types = offered.filter((command) => check(state, probe(command)) === null).map(({ type }) => type as string);
  const first = state.orders.find(({ phase }) => phase === 'done');
  if (first && employee) types.push('demandRework');
  const mine = state.asked.filter(({ to }) => mayAnswer(viewer, as, to));
  if (mine.some(({ kind }) => kind !== 'approval')) types.push('answer');
  if (mine.some(({ kind }) => kind === 'approval') && (!employee || mayAct(viewer, 'approve', propertyId)))
    types.push('decideApproval');
  if (employee && state.phase !== 'closed' && !state.merging) types.push('merge', 'split');
  if (employee && mayVisit(state)) types.push('arrangeVisit');
  const reported = as.includes('reporter');
  if (employee) return types;
  if (isOnlooker(as)) return types.filter((type) => type === 'unfollow');
  // A firm's words on a ticket would be read by its residents: only what was asked of it is answered here.
  if (actor.kind === 'contractor') return types.filter((type) => type === 'answer');
  return types.filter((type) => type !== 'reopen' || reported);
}

/** Whether a visit of ours can be arranged now, whenever it is to be. */
function mayVisit(state: TicketState): boolean {
  const id = '00000000-0000-4000-8000-000000000000';
  const at = toInstant(Date.now());
  const slots = [{ id, starts: addMinutes(at, 60), ends: addMinutes(at, 120) }];
  return (
    checkVisit(state, { kind: 'employee', id }, at, {
      type: 'arrangeVisit',
      appointment: id,
      visitor: id,
      with: 'management',
      slots,
      fixed: true,
    }) === null
  );
}

/** Whether somebody only follows: reads how it goes on, not what a neighbour wrote, nor where and by whom. */
export function isOnlooker(as: readonly Audience[]): boolean {
  return as.includes('follower') && as.every((who) => who === 'follower' || who.startsWith('person:'));
}

/** Entries as those may read them who only follow: what happened and when, no words, no pictures. */
function withoutWords(entries: readonly TimelineEntry[]): TimelineEntry[] {
  return entries
    .filter(({ audience }) => audience.includes('follower'))
    .map((entry) => ({ ...entry, body: entry.body && { facts: entry.body.facts } }));
}

/** How the ticket goes on that leads a merged one, as far as its reporter may know. */
async function leadingView(workspace: Workspace, viewer: Viewer, id: string, management: boolean) {
  const [record, entries] = await Promise.all([ticketRecord(workspace, id), timelineOf(workspace, id, ['follower'])]);
  if (!record) return null;
  const people = new People(viewer, management ? ['management'] : ['follower'], null);
  const told = withoutWords(entries);
  wantEntries(people, told);
  const [ball] = record.state ? waiting(record.state) : [];
  if (ball) people.want(ball.on);
  await people.load(workspace);
  return {
    id: management ? id : null,
    number: record.number,
    phase: record.phase,
    outcome: record.outcome,
    closedAt: record.closedAt,
    waiting: ball ? ballView(people, ball, null) : null,
    timeline: await entryViews(workspace, people, told),
  };
}

/** A visit of ours as its ticket shows it to us and to whoever opens the door. */
function visitView(people: People, visit: Visit) {
  const { id, status, slots, picked, round } = visit;
  return {
    id,
    status,
    slots,
    picked,
    round,
    with: people.party(visit.with),
    visitor: people.party({ role: 'employee', id: visit.visitor }).name,
  };
}

function completionOf(state: OrderOfTicket['state'], ticketId: string) {
  const its = state?.tickets.find(({ id }) => id === ticketId)?.completion;
  return its ? { result: its } : (state?.completion ?? null);
}

function orderView(order: OrderOfTicket, full: boolean, ticketId: string) {
  const { id, number, title, phase, contractor, contractorId, placedAt, closedAt, state } = order;
  return {
    id,
    number,
    title,
    phase,
    contractorId,
    contractor,
    // For somebody who waits for the visit; not of a firm that has not said yes, nor for ever.
    contractorPhone: full || (phase === 'running' && state?.accepted) ? order.contractorPhone : null,
    limitCents: full ? order.limitCents : null,
    placedAt,
    closedAt,
    accepted: state?.accepted ?? false,
    /** What was reported about this ticket's work. */
    completion: completionOf(state, ticketId),
    appointments: (state?.appointments ?? [])
      .filter((appointment) => ticketsOf(appointment).includes(ticketId))
      .map(({ id, status, slots, picked, round }) => ({ id, status, slots, picked, round })),
  };
}

/**
 * Everything that a ticket's page shows to this viewer: what was reported, who has the ball, how it came, what follows,
 * and which acts are open. Throws notFound for whoever has nothing to do with it.
 */
export async function ticketView(workspace: Workspace, viewer: Viewer, id: string) {
  const facts = await ticketFacts(workspace, id);
  const as = facts ? ticketAudiences(viewer, facts) : [];
  // Who only works on an order of the ticket sees the order's folder, not the ticket.
  if (!facts || as.length === 0 || onlyWorksOn(viewer, as)) throw new DomainError('notFound');
  const onlooker = isOnlooker(as);
  const [record, allEntries, orders] = await Promise.all([
    ticketRecord(workspace, id),
    timelineOf(workspace, id, as),
    ordersOfTicket(workspace, id),
  ]);
  if (!record) throw new DomainError('notFound');
  const kind = await categoryThen(workspace, record);
  /** A firm that was asked: what the question needs, nothing of who lives there nor of orders. */
  const firm = as.every((who) => who.startsWith('contractor:'));
  const entries = onlooker
    ? withoutWords(allEntries)
    : firm
      ? allEntries.filter(({ noun }) => noun === 'ticket')
      : allEntries;
  const management = as.includes('management');
  const reporterIsYou = as.includes('reporter');
  const people = new People(viewer, as, management || reporterIsYou ? record.reporter : null);
  wantEntries(people, entries);
  const all = record.state ? waiting(record.state) : [];
  const balls = firm
    ? all.filter(
        ({ on, key }) =>
          on.role === 'contractor' &&
          as.includes(`contractor:${on.id}`) &&
          record.state?.asked.some(({ id: question }) => question === key),
      )
    : all;
  for (const { on } of balls) people.want(on);
  const running = orders.flatMap(({ state }) => (state && state.phase !== 'closed' ? [state] : []));
  const steps = record.closedAt || firm ? [] : forecastSteps(record.state, running);
  for (const { to } of steps) people.want(to);
  const visits =
    onlooker || firm ? [] : (record.state?.visits ?? []).filter(({ with: door }) => opensTo(as, door.role));
  for (const { visitor } of visits) people.want({ role: 'employee', id: visitor });
  if (record.assigneeId) people.want({ role: 'employee', id: record.assigneeId });
  await people.load(workspace);
  const speaker = actorOnTicket(viewer, facts);
  const [own] = firm && speaker ? await ownSaid(workspace, { noun: 'ticket', subjectId: id, actor: speaker }) : [];
  const handed = firm && entries.some(({ kind }) => kind === 'forwarded');
  const orderOf = (ball: (typeof balls)[number]) =>
    record.state?.orders.find((order) => order.ball === ball)?.id ?? null;
  return {
    id,
    number: record.number,
    /** Empty for who only follows: the category has to do. */
    title: onlooker ? '' : record.title,
    description: onlooker ? '' : record.description,
    category: record.category,
    /** What the category was called when it was reported, and which trade it asked for. */
    kind: { label: kind?.label ?? { de: record.category, en: record.category }, trade: kind?.trade ?? null },
    /** The questions that were answered, in the words in which they were put. */
    answers: onlooker ? [] : spoken(kind, record.answers),
    accessWishes: onlooker || firm ? '' : record.accessWishes,
    urgency: record.urgency,
    place: record.place,
    phase: record.phase,
    outcome: record.outcome,
    revision: record.revision,
    reportedAt: record.reportedAt,
    closedAt: record.closedAt,
    property: {
      id: record.propertyId,
      name: record.property,
      managementType: record.managementType,
      street: record.street,
      postalCode: record.postalCode,
      city: record.city,
      federalState: record.federalState,
    },
    unit:
      record.unitId && !onlooker
        ? { id: record.unitId, number: record.unit, floor: record.floor, position: record.position }
        : null,
    reporter:
      management || reporterIsYou
        ? {
            name: record.reporter,
            personId: record.reporterId,
            confirmed: record.unconfirmedId === null || record.reporterId !== null,
            email: management ? record.reporterEmail : null,
            phone: management ? record.reporterPhone : null,
            /** Which flat, in the words of who reported without an account. */
            statedPlace: record.statedPlace || null,
          }
        : null,
    assignee: record.assigneeId ? people.party({ role: 'employee', id: record.assigneeId }) : null,
    asked: (record.state?.asked ?? [])
      .filter(({ to }) => management || people.party(to).you)
      .map(({ id: question, kind, to }) => ({ id: question, kind, to: people.party(to) })),
    waiting: balls.map((ball) => ballView(people, ball, orderOf(ball))),
    forecast: stepViews(
      people,
      // When a neighbour is visited by the same order is nobody else's business.
      management
        ? steps
        : steps.filter(
            ({ to, ticket }) =>
              (ticket === null || ticket === id) && (!to || !['onCall', 'managers'].includes(to.role)),
          ),
    ),
    timeline: await entryViews(workspace, people, entries, management),
    /** Mails about it that wait for somebody to decide. */
    mails: management && mayAct(viewer, 'triage', record.propertyId) ? await mailsAbout(workspace, id) : [],
    orders: (firm ? [] : orders)
      .map((order) => orderView(order, management, id))
      .map((order) => (onlooker ? { ...order, title: '', contractorPhone: null, appointments: [] } : order)),
    /** What was photographed, for a firm that is to see to it; others read it with the report. */
    photos: handed ? await reportedPhotos(workspace, id) : [],
    /** Visits of ours, without an order; the newest last. */
    visits: visits.map((visit) => visitView(people, visit)),
    leading: record.state?.mergedInto
      ? await leadingView(workspace, viewer, record.state.mergedInto, management)
      : null,
    merged: management ? await mergedView(workspace, record.state) : [],
    /** How many have joined it or were merged into it. */
    followers: record.state?.followers.length ?? 0,
    owner: management ? (record.state?.owner ?? null) : null,
    approval: management || as.includes('owner') ? (record.state?.approval ?? null) : null,
    reopenableUntil: record.state?.phase === 'closed' ? reopenableUntil(record.state) : null,
    acts: actsOf(viewer, as, facts, record.state),
    /** What a firm answered, while it waits or is on its way, and why it was not taken: for its eyes only. */
    held: own?.held ?? null,
    unsent: own?.refused ?? null,
    audience: management
      ? ('management' as const)
      : reporterIsYou
        ? ('reporter' as const)
        : onlooker
          ? ('follower' as const)
          : ('involved' as const),
  };
}

/** Whether who reads with these audiences has to do with a visit for which this one opens. */
function opensTo(as: readonly Audience[], door: string): boolean {
  return as.includes('management') || as.some((who) => who === door);
}

async function reportedPhotos(workspace: Workspace, id: string): Promise<FileView[]> {
  return workspace.query<FileView>(
    `select f.id, f.media_type as "mediaType", f.name from stored_file f join command c on c.id = f.command_id
     where f.subject_id = $1 and c.type = 'report' and f.media_type like 'image/%' order by f.uploaded_at`,
    [id],
  );
}

async function mergedView(workspace: Workspace, state: TicketState | null) {
  const numbers = await ticketNumbers(workspace, state?.merged ?? []);
  return [...numbers].map(([id, number]) => ({ id, number }));
}

/** The shape of a ticket's page. */
export type TicketView = Awaited<ReturnType<typeof ticketView>>;
