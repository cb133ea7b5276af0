import type { Audience } from '../lifecycle/outcome.ts';
import type { Actor, Party } from '../parties.ts';
import { actorOf, isViewer, mayWorkOn, type Viewer } from '../rights.ts';

/**
 * Who has to do with a ticket. Residents, owners and board: those whose period covers both the report and today, so
 * that nobody sees what was before their time, nor who moved out what came after.
 */
export type TicketFacts = {
  readonly id: string;
  readonly propertyId: string;
  readonly reporterId: string | null;
  /** Under which id the lifecycle knows who reported it; null until it has begun. */
  readonly reporterAs: string | null;
  readonly unconfirmedId: string | null;
  /** Entries that were merged into others: lifecycles and timelines go on knowing people by them. */
  readonly merged: readonly { readonly id: string; readonly into: string }[];
  readonly residentIds: readonly string[];
  /** The owner of the unit, the landlord of a rented property. */
  readonly ownerIds: readonly string[];
  /** The advisory board, for common property only: a flat is none of its business. */
  readonly boardIds: readonly string[];
  /** Persons whom somebody asked about it or forwarded it to. */
  readonly addressedIds: readonly string[];
  /** Firms that somebody asked about it or handed it to. */
  readonly addressedContractorIds: readonly string[];
  /** Who joined instead of reporting the same again, or was merged into it. */
  readonly followers: readonly { readonly kind: string; readonly id: string }[];
  readonly orders: readonly { readonly id: string; readonly contractorId: string | null }[];
};

/** As whom a viewer may look at a ticket, in the timeline's terms; empty when it does not exist for them. */
export function ticketAudiences(viewer: Viewer, ticket: TicketFacts): Audience[] {
  switch (viewer.kind) {
    case 'nobody':
    case 'preferencesLink':
    case 'campaignLink':
      return [];
    case 'employee':
      return mayWorkOn(viewer.rights, ticket.propertyId) ? ['management'] : [];
    case 'person':
      return personAudiences(viewer.personId, ticket);
    case 'contractor':
      return ticket.orders
        .filter(({ contractorId }) => contractorId !== null && viewer.contractorIds.includes(contractorId))
        .map(({ contractorId }): Audience => `contractor:${contractorId}`);
    case 'orderLink':
      return ticket.orders.some(({ id, contractorId }) => id === viewer.orderId && contractorId === viewer.contractorId)
        ? [`contractor:${viewer.contractorId}`]
        : [];
    case 'projectLink':
      return [];
    case 'ticketLink':
      if (viewer.ticketId !== ticket.id) return [];
      if (viewer.recipient.kind === 'person') return personAudiences(viewer.recipient.id, ticket);
      if (viewer.recipient.kind === 'contractor')
        return ticket.addressedContractorIds.includes(viewer.recipient.id) ? [`contractor:${viewer.recipient.id}`] : [];
      if (viewer.recipient.id === ticket.unconfirmedId) return ['reporter'];
      return ticket.followers.some(({ kind, id }) => kind === 'unconfirmed' && id === viewer.recipient.id)
        ? ['follower']
        : [];
  }
}

/** Why a person has to do with a ticket. */
export type Involvement = 'reporter' | 'owner' | 'advisoryBoard' | 'follower' | 'resident' | 'addressed';

/** Every reason for which a person has to do with a ticket; none when it does not exist for them. */
export function involvementOf(personId: string, ticket: TicketFacts): Involvement[] {
  const ids = [personId, ...mergedInto(personId, ticket)];
  const found: Involvement[] = [];
  if (ticket.reporterId === personId) found.push('reporter');
  if (ticket.ownerIds.includes(personId)) found.push('owner');
  if (ticket.boardIds.includes(personId)) found.push('advisoryBoard');
  if (ticket.followers.some(({ kind, id }) => kind === 'person' && ids.includes(id))) found.push('follower');
  if (ticket.residentIds.includes(personId)) found.push('resident');
  if (ticket.addressedIds.some((id) => ids.includes(id))) found.push('addressed');
  return found;
}

/** The entries that became this person's. */
function mergedInto(personId: string, { merged }: Pick<TicketFacts, 'merged'>): string[] {
  return merged.filter(({ into }) => into === personId).map(({ id }) => id);
}

function personAudiences(named: string, ticket: TicketFacts): Audience[] {
  // A link may name an entry that has been merged since it was mailed.
  const personId = ticket.merged.find(({ id }) => id === named)?.into ?? named;
  const reasons = involvementOf(personId, ticket);
  if (reasons.length === 0) return [];
  // Who lives there or was asked reads what is theirs under their own name.
  const roles = reasons.filter((reason) => reason !== 'resident' && reason !== 'addressed');
  return [...roles, ...[personId, ...mergedInto(personId, ticket)].map((id): Audience => `person:${id}`)];
}

/**
 * Whether somebody only works on an order of the ticket: they see the order's folder, not the ticket. A firm that was
 * asked about the ticket itself has a link of its own to it.
 */
export function onlyWorksOn(viewer: Viewer, as: readonly Audience[]): boolean {
  return viewer.kind !== 'ticketLink' && as.every((who) => who.startsWith('contractor:'));
}

/** Whether a question is the viewer's to answer: it was put to them. The management answers in anybody's name. */
export function mayAnswer(viewer: Viewer, as: readonly Audience[], to: Party): boolean {
  if (viewer.kind === 'employee') return true;
  switch (to.role) {
    case 'management':
    case 'employee':
    // Answers to a campaign are no answers to a question.
    case 'silent':
      return false;
    case 'person':
    case 'contractor':
      return as.includes(`${to.role}:${to.id}`);
    default:
      return as.includes(to.role);
  }
}

/**
 * Under which name a viewer's acts on a ticket are recorded. Who belongs to several firms acts as the one that has an order
 * of it, or was asked about it; as the first of them where several are. A person to whom the management bound an unconfirmed report
 * goes on as whoever reported it, because that is whom the ticket's rules know; and so does who took an entry over by
 * which the ticket knows its reporter or a follower.
 */
export function actorOnTicket(viewer: Viewer, ticket: KnownOnTicket): Exclude<Actor, { kind: 'system' }> | undefined {
  const actor = actorOf(viewer);
  if (actor?.kind === 'contractor') {
    const there = [...ticket.orders.map(({ contractorId }) => contractorId), ...ticket.addressedContractorIds];
    const theirs = there.find((firm) => firm !== null && isViewer(viewer, { kind: 'contractor', id: firm }));
    return theirs ? { kind: 'contractor', id: theirs } : actor;
  }
  if (actor?.kind !== 'person') return actor;
  const reported = actor.id === ticket.reporterId;
  if (reported && ticket.unconfirmedId !== null) return { kind: 'unconfirmed', id: ticket.unconfirmedId };
  const before = mergedInto(actor.id, ticket);
  if (reported && ticket.reporterAs !== null && before.includes(ticket.reporterAs))
    return { kind: 'person', id: ticket.reporterAs };
  const follows = (id: string) => ticket.followers.some((one) => one.kind === 'person' && one.id === id);
  const followed = reported || follows(actor.id) ? undefined : before.find(follows);
  return followed ? { kind: 'person', id: followed } : actor;
}

/** By what a ticket's rules know those who act on it. */
export type KnownOnTicket = Pick<
  TicketFacts,
  'reporterId' | 'reporterAs' | 'unconfirmedId' | 'merged' | 'followers' | 'orders' | 'addressedContractorIds'
>;
