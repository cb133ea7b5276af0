import type { Audience } from './lifecycle/outcome.ts';
import type { Actor, Party } from './parties.ts';
import {
  actsLike,
  type EmployeeAct,
  type EmployeeFunction,
  type EmployeeRights,
  grants,
  isPreset,
  limitFor,
} from './roles.ts';

/** The three separate doors. Each has its own page and session; who has no role for one is refused there. */
export const ENTRANCES = ['management', 'residents', 'contractors'] as const;
export type Entrance = (typeof ENTRANCES)[number];

/**
 * Who may call a procedure. Every procedure names at least one; it is the outer door. What a caller may see or do to
 * one ticket, order or file is decided below, by the facts.
 */
export type Rule =
  | { readonly who: 'anonymous' }
  | { readonly who: 'employee'; readonly allowed: readonly (EmployeeAct | EmployeeFunction)[] }
  | { readonly who: 'resident' }
  | { readonly who: 'owner' }
  | { readonly who: 'contractor' }
  | { readonly who: 'orderLink' }
  | { readonly who: 'ticketLink' }
  | { readonly who: 'projectLink' }
  | { readonly who: 'preferencesLink' }
  | { readonly who: 'campaignLink' };

/** Everybody, signed in or not. */
export const anonymous: Rule = { who: 'anonymous' };
/**
 * Employees who may do one of these acts on some property, or whose roles hold all that one of these ready-made roles
 * is made of; without any named, all employees.
 */
export function employee(...allowed: (EmployeeAct | EmployeeFunction)[]): Rule {
  return { who: 'employee', allowed };
}
/** Who is signed in at the residents' entrance and lives in (or lived in, or reported from) one of the units. */
export const resident: Rule = { who: 'resident' };
/** Who is signed in at the residents' entrance and owns a unit, or is the landlord of a property. */
export const owner: Rule = { who: 'owner' };
/** A contractor with an account. */
export const contractor: Rule = { who: 'contractor' };
/** Whoever holds the valid link of an order. */
export const orderLink: Rule = { who: 'orderLink' };
/** Whoever holds the valid link of a report. */
export const ticketLink: Rule = { who: 'ticketLink' };
/** Whoever holds the valid link of a project, made out to one who is responsible for something in it. */
export const projectLink: Rule = { who: 'projectLink' };
/** Whoever holds the link with which a person says what they want to hear of. It opens nothing else. */
export const preferencesLink: Rule = { who: 'preferencesLink' };
/** Whoever holds the valid link of a campaign that asks them. */
export const campaignLink: Rule = { who: 'campaignLink' };

/** Who asks: a signed-in person as seen through one entrance, the holder of a link, or nobody known. */
export type Viewer =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'employee'; readonly personId: string; readonly rights: EmployeeRights }
  | { readonly kind: 'person'; readonly personId: string; readonly resident: boolean; readonly owner: boolean }
  | { readonly kind: 'contractor'; readonly personId: string; readonly contractorIds: readonly string[] }
  | { readonly kind: 'orderLink'; readonly orderId: string; readonly contractorId: string }
  | { readonly kind: 'campaignLink'; readonly campaignId: string; readonly personId: string }
  | {
      readonly kind: 'ticketLink';
      readonly ticketId: string;
      readonly recipient: { readonly kind: 'person' | 'unconfirmed' | 'contractor'; readonly id: string };
    }
  | {
      readonly kind: 'projectLink';
      readonly projectId: string;
      readonly holder: { readonly kind: 'person' | 'contractor'; readonly id: string };
    }
  | { readonly kind: 'preferencesLink'; readonly personId: string };

/** Whether a viewer passes the outer door. */
export function passes(rule: Rule, viewer: Viewer): boolean {
  switch (rule.who) {
    case 'anonymous':
      return true;
    case 'employee':
      if (viewer.kind !== 'employee' || rule.allowed.length === 0) return viewer.kind === 'employee';
      return rule.allowed.some((one) =>
        isPreset(one) ? actsLike(viewer.rights, one) : grants(viewer.rights, one).length > 0,
      );
    case 'resident':
      return viewer.kind === 'person' && viewer.resident;
    case 'owner':
      return viewer.kind === 'person' && viewer.owner;
    case 'contractor':
      return viewer.kind === 'contractor';
    case 'orderLink':
      return viewer.kind === 'orderLink';
    case 'ticketLink':
      return viewer.kind === 'ticketLink';
    case 'projectLink':
      return viewer.kind === 'projectLink';
    case 'preferencesLink':
      return viewer.kind === 'preferencesLink';
    case 'campaignLink':
      return viewer.kind === 'campaignLink';
  }
}

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
 * Under which name a viewer's acts on a ticket are recorded. A person to whom the management bound an unconfirmed report
 * goes on as whoever reported it, because that is whom the ticket's rules know; and so does who took an entry over by
 * which the ticket knows its reporter or a follower.
 */
export function actorOnTicket(viewer: Viewer, ticket: KnownOnTicket): Exclude<Actor, { kind: 'system' }> | undefined {
  const actor = actorOf(viewer);
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
export type KnownOnTicket = Pick<TicketFacts, 'reporterId' | 'reporterAs' | 'unconfirmedId' | 'merged' | 'followers'>;

/** Who has to do with an order. */
export type OrderFacts = {
  readonly id: string;
  readonly propertyId: string;
  readonly contractorId: string | null;
  /** What it may cost at most, in cents; null when nobody has said. */
  readonly limitCents: number | null;
};

/** As whom a viewer may look at an order. Residents see its appointments through their ticket, not the order. */
export function orderAudiences(viewer: Viewer, order: OrderFacts): Audience[] {
  const mine: Audience[] = order.contractorId === null ? [] : [`contractor:${order.contractorId}`];
  switch (viewer.kind) {
    case 'employee':
      return mayWorkOn(viewer.rights, order.propertyId) ? ['management'] : [];
    case 'contractor':
      return order.contractorId !== null && viewer.contractorIds.includes(order.contractorId) ? mine : [];
    case 'orderLink':
      return viewer.orderId === order.id && viewer.contractorId === order.contractorId ? mine : [];
    default:
      return [];
  }
}

/** Who has to do with a project. */
export type ProjectFacts = {
  readonly id: string;
  /** Null where it concerns more than one. */
  readonly propertyId: string | null;
  /** Who is, or was, responsible for something in it. */
  readonly parties: readonly Party[];
  /** Today's board of the property, where the board has a to-do in it or a vote or paper is joined. */
  readonly boardIds: readonly string[];
};

/** As whom a viewer may look at a project; empty when it does not exist for them. */
export function projectAudiences(viewer: Viewer, project: ProjectFacts): Audience[] {
  switch (viewer.kind) {
    case 'employee':
      if (project.propertyId === null) return viewer.rights.allProperties ? ['management'] : [];
      return mayWorkOn(viewer.rights, project.propertyId) ? ['management'] : [];
    case 'person':
      return personInProject(viewer.personId, project);
    case 'contractor':
      return project.parties.flatMap((party): Audience[] =>
        party.role === 'contractor' && viewer.contractorIds.includes(party.id) ? [`contractor:${party.id}`] : [],
      );
    case 'projectLink': {
      const { kind, id } = viewer.holder;
      if (viewer.projectId !== project.id) return [];
      if (kind === 'person') return personInProject(id, project);
      return project.parties.some((party) => party.role === 'contractor' && party.id === id)
        ? [`contractor:${id}`]
        : [];
    }
    default:
      return [];
  }
}

function personInProject(personId: string, { parties, boardIds }: ProjectFacts): Audience[] {
  const found: Audience[] = [];
  if (boardIds.includes(personId)) found.push('advisoryBoard');
  const isParty = parties.some((party) => party.role === 'person' && party.id === personId);
  return isParty || found.length > 0 ? [...found, `person:${personId}`] : [];
}

/** Whether who reads with these audiences sees a to-do: everybody their own part, the management all. */
export function seesTodo(as: readonly Audience[], responsible: Party): boolean {
  if (as.includes('management')) return true;
  switch (responsible.role) {
    case 'person':
    case 'contractor':
      return as.includes(`${responsible.role}:${responsible.id}`);
    case 'advisoryBoard':
      return as.includes('advisoryBoard');
    default:
      return false;
  }
}

/**
 * Whether who reads with these audiences sees what a project joins: the board votes and papers, a contractor the orders
 * that are theirs, the management all.
 */
export function seesJoined(
  as: readonly Audience[],
  joined: { readonly noun: string; readonly contractorId: string | null },
): boolean {
  if (as.includes('management')) return true;
  if (joined.noun === 'campaign' || joined.noun === 'document') return as.includes('advisoryBoard');
  return joined.contractorId !== null && as.includes(`contractor:${joined.contractorId}`);
}

/** Who has to do with a campaign: those whom it asks on its key date, and those who hold a proxy for one of them. */
export type CampaignFacts = {
  readonly id: string;
  readonly propertyId: string;
  readonly askedIds: readonly string[];
};

/** As whom a viewer may look at a campaign; empty when it does not exist for them. */
export function campaignAudiences(viewer: Viewer, campaign: CampaignFacts): Audience[] {
  switch (viewer.kind) {
    case 'employee':
      return mayWorkOn(viewer.rights, campaign.propertyId) ? ['management'] : [];
    case 'person':
      return campaign.askedIds.includes(viewer.personId) ? ['participant', `person:${viewer.personId}`] : [];
    case 'campaignLink':
      return viewer.campaignId === campaign.id && campaign.askedIds.includes(viewer.personId)
        ? ['participant', `person:${viewer.personId}`]
        : [];
    default:
      return [];
  }
}

/** Whom a document is addressed to, as far as it decides on what the office may do with it. */
export type DocumentFacts = {
  readonly id: string;
  readonly visibility: 'public' | 'private';
  readonly madeBy: string;
  readonly everybody: boolean;
  /** The properties of the places that it names. */
  readonly propertyIds: readonly string[];
  /** Of each person whom it names, the properties that they have or had to do with. */
  readonly persons: readonly (readonly string[])[];
};

/**
 * Whether an employee may look at a document: what is public where they work, what is private where they publish, and
 * what they made themselves.
 */
export function seesDocument(viewer: Viewer, document: DocumentFacts): boolean {
  if (viewer.kind !== 'employee') return false;
  const { madeBy, visibility, everybody, propertyIds, persons } = document;
  if (madeBy === viewer.personId) return true;
  if (visibility === 'public' && (everybody || propertyIds.some((id) => mayWorkOn(viewer.rights, id)))) return true;
  return (
    (everybody && mayAct(viewer, 'publish')) ||
    publishesForAll(viewer) ||
    [...propertyIds, ...persons.flat()].some((id) => mayAct(viewer, 'publish', id))
  );
}

/** Whether an employee may write and publish under an address: they publish for every place, and some home of each person. */
export function mayPublish(
  viewer: Viewer,
  named: Pick<DocumentFacts, 'everybody' | 'propertyIds' | 'persons'>,
): boolean {
  if (publishesForAll(viewer)) return true;
  const publishes = (id: string) => mayAct(viewer, 'publish', id);
  return (
    !named.everybody && named.propertyIds.every(publishes) && named.persons.every((homes) => homes.some(publishes))
  );
}

const publishesForAll = (viewer: Viewer): boolean =>
  viewer.kind === 'employee' && grants(viewer.rights, 'publish').some(({ allProperties }) => allProperties);

/** Whether an employee is responsible for a property. */
export function mayWorkOn(rights: EmployeeRights, propertyId: string): boolean {
  return grants(rights, 'see', propertyId).length > 0;
}

/**
 * Whether an employee may do an act on a property (without one: on the workspace); `amountCents` where it is about
 * money: what it may cost at most, null for an amount that nobody has limited.
 */
export function mayAct(viewer: Viewer, act: EmployeeAct, propertyId?: string, amountCents?: number | null): boolean {
  return viewer.kind === 'employee' && grants(viewer.rights, act, propertyId, amountCents).length > 0;
}

/** Up to which amount in cents a viewer orders or approves on a property: null for any, undefined for not at all. */
export function approvalLimit(viewer: Viewer, act: 'order' | 'approve', propertyId: string): number | null | undefined {
  return viewer.kind === 'employee' ? limitFor(viewer.rights, act, propertyId) : undefined;
}

/** A stored file: who sent it, and (once attached) for whom the act that brought it was meant. */
export type FileFacts = {
  readonly uploadedBy: Actor | { readonly kind: 'upload' | 'mail'; readonly id: string };
  readonly audience: readonly string[] | null;
};

/**
 * Whether a viewer may download a file: while it is attached to nothing, who sent it; then who may look at its subject
 * as somebody for whom the act was meant.
 */
export function maySeeFile(
  viewer: Viewer,
  uploadId: string | undefined,
  file: FileFacts,
  as: readonly Audience[],
): boolean {
  // Who only follows reads what happens; pictures may show a neighbour's flat.
  if (as.some((role) => role !== 'follower' && file.audience?.includes(role))) return true;
  if (file.audience !== null && as.length === 0) return false;
  if (file.uploadedBy.kind === 'upload') return file.audience === null && uploadId === file.uploadedBy.id;
  const actor = actorOf(viewer);
  return actor !== undefined && file.uploadedBy.kind === actor.kind && 'id' in actor && file.uploadedBy.id === actor.id;
}

/** Under which name a viewer's acts are recorded; undefined for nobody known. */
export function actorOf(viewer: Viewer): Exclude<Actor, { kind: 'system' }> | undefined {
  switch (viewer.kind) {
    case 'nobody':
      return undefined;
    case 'employee':
      return { kind: 'employee', id: viewer.personId };
    case 'person':
      return { kind: 'person', id: viewer.personId };
    case 'contractor': {
      const [only] = viewer.contractorIds;
      return only === undefined ? undefined : { kind: 'contractor', id: only };
    }
    case 'campaignLink':
      return { kind: 'person', id: viewer.personId };
    case 'orderLink':
      return { kind: 'contractor', id: viewer.contractorId };
    case 'ticketLink':
      return { kind: viewer.recipient.kind, id: viewer.recipient.id };
    case 'projectLink':
      return { kind: viewer.holder.kind, id: viewer.holder.id };
    case 'preferencesLink':
      return { kind: 'person', id: viewer.personId };
  }
}
