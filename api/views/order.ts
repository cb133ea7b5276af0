import { orderFacts } from '../../db/access.ts';
import { ownSaid } from '../../db/queries/held.ts';
import { orderRecord, ticketsOfOrder } from '../../db/queries/orders.ts';
import { reworkOf, type TimelineEntry, timelineOf } from '../../db/queries/tickets.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { ticketsOf } from '../../domain/appointments/rules.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Audience } from '../../domain/lifecycle/outcome.ts';
import { orderActor, orderAudiences } from '../../domain/rights/order.ts';
import { mayAct, type Viewer } from '../../domain/rights.ts';
import { addMinutes, toInstant } from '../../domain/time/berlin.ts';
import { check } from '../../domain/workOrder/check.ts';
import { declineReasons, type OrderCommand } from '../../domain/workOrder/commands.ts';
import { waiting } from '../../domain/workOrder/course.ts';
import { isGone } from '../../domain/workOrder/state.ts';
import { People } from './people.ts';
import { ballView, entryViews, filesOf, forecastSteps, stepViews, wantEntries } from './timeline.ts';

/** How long after an order's end its contractor can still call the dwelling. */
const PHONE_DAYS = 14;

const probes: OrderCommand[] = [
  { type: 'accept' },
  { type: 'decline', reason: declineReasons[0] },
  { type: 'offer', contractors: [] },
  { type: 'ask' },
  { type: 'complete', result: 'done' },
  { type: 'invoice' },
  { type: 'continue' },
  { type: 'acceptWork' },
  { type: 'cancel' },
];

/**
 * Everything that an order's folder shows to this viewer: what, where, for whom, dates, who has the ball, how it came,
 * which acts are open. A contractor sees what the order needs and nothing more about people. Throws notFound.
 */
export async function orderView(workspace: Workspace, viewer: Viewer, id: string) {
  const facts = await orderFacts(workspace, id);
  const as = facts ? orderAudiences(viewer, facts) : [];
  if (!facts || as.length === 0) throw new DomainError('notFound');
  const [record, all] = await Promise.all([orderRecord(workspace, id), ticketsOfOrder(workspace, id)]);
  if (!record) throw new DomainError('notFound');
  const { state } = record;
  const management = as.includes('management');
  const gone = new Set(state?.tickets.filter(isGone).map(({ id: ticket }) => ticket));
  const tickets = management ? all : all.filter((ticket) => !gone.has(ticket.id));
  const first = all[0]?.id;
  const entries = first ? await entriesOf(workspace, id, { first, tickets, as }) : [];
  const people = new People(viewer, as, null);
  wantEntries(people, entries);
  const balls = state ? waiting(state) : [];
  const steps = state && state.phase !== 'closed' ? forecastSteps(null, [state]) : [];
  for (const { on } of balls) people.want(on);
  for (const { to } of steps) people.want(to);
  await people.load(workspace);
  const photos = await filesOf(
    workspace,
    tickets.flatMap((ticket) => ticket.photos),
  );
  const actor = orderActor(viewer, facts);
  const at = toInstant(Date.now());
  const id0 = '00000000-0000-4000-8000-000000000000';
  const isReachable = record.closedAt === null || at < addMinutes(record.closedAt, PHONE_DAYS * 24 * 60);
  const firm = management ? null : record.contractorId;
  const [own] = firm
    ? await ownSaid(workspace, { noun: 'workOrder', subjectId: id, actor: { kind: 'contractor', id: firm } })
    : [];
  const mayOrder = viewer.kind !== 'employee' || mayAct(viewer, 'order', record.propertyId);
  return {
    id,
    number: record.number,
    title: record.title,
    instructions: record.instructions,
    urgency: record.urgency,
    phase: record.phase,
    outcome: record.outcome,
    revision: record.revision,
    workspace: workspace.name,
    placedBy: record.placedBy,
    client: record.client,
    invoiceTo: record.invoiceTo,
    limitCents: record.limitCents,
    property: record.property,
    federalState: state?.federalState ?? null,
    contractorId: record.contractorId,
    contractor: record.contractor,
    accepted: state?.accepted ?? false,
    needsAppointment: state?.needsAppointment ?? false,
    completion: state?.completion ?? null,
    questions: (state?.questions ?? []).map(({ id: question, by }) => ({
      id: question,
      fromUs: by.kind === 'employee',
    })),
    placedAt: record.placedAt,
    closedAt: record.closedAt,
    tickets: tickets.map((ticket) => ({
      ...ticket,
      dwelling: management || state?.accepted ? ticket.dwelling : null,
      phone: management || (state?.accepted && isReachable) ? ticket.phone : null,
      completion: state?.tickets.find(({ id: known }) => known === ticket.id)?.completion ?? null,
      accepted: state?.tickets.find(({ id: known }) => known === ticket.id)?.accepted ?? false,
      photos: ticket.photos.flatMap((photo) => photos.get(photo) ?? []),
      appointments: (state?.appointments ?? [])
        .filter((appointment) => ticketsOf(appointment).includes(ticket.id))
        .map(({ id: appointment, status, slots, picked, round }) => ({
          id: appointment,
          status,
          slots,
          picked,
          round,
        })),
    })),
    waiting: balls.map((ball) => ballView(people, ball, id)),
    forecast: stepViews(people, management ? steps : steps.filter(({ to }) => !to || to.role === 'contractor')),
    timeline: await entryViews(workspace, people, entries, management),
    acts:
      actor && state && mayOrder
        ? probes.filter((command) => check(state, { id: id0, actor, at, command }) === null).map(({ type }) => type)
        : [],
    /** What the contractor said last, while it waits or is on its way, and why it was not taken: for their eyes only. */
    held: own?.held ?? null,
    unsent: own?.refused ?? null,
    audience: management ? ('management' as const) : ('contractor' as const),
  };
}

/** What happened to an order; to its firm also where the office found on a ticket that something has to be mended. */
async function entriesOf(
  workspace: Workspace,
  id: string,
  { first, tickets, as }: { first: string; tickets: readonly { id: string }[]; as: readonly Audience[] },
): Promise<TimelineEntry[]> {
  const told = await timelineOf(workspace, first, as);
  if (as.includes('management')) return told;
  const ids = tickets.map((ticket) => ticket.id);
  const rework = await reworkOf(workspace, id, ids, as);
  const own = told.filter((entry) => entry.subjectId === id);
  // Both are in order already, and what is of the same moment was found before the order went on.
  return [...rework, ...own].sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
}

/** The shape of an order's folder. */
export type OrderView = Awaited<ReturnType<typeof orderView>>;
