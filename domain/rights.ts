import type { Actor } from './parties.ts';
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
 * one ticket, order or file is decided by its facts (`rights/`).
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

/** Whether a viewer is who is recorded here; who belongs to several firms is each of them. */
export function isViewer(viewer: Viewer, recorded: { readonly kind: string; readonly id?: string }): boolean {
  if (viewer.kind === 'contractor')
    return recorded.kind === 'contractor' && recorded.id !== undefined && viewer.contractorIds.includes(recorded.id);
  const actor = actorOf(viewer);
  return actor !== undefined && actor.kind === recorded.kind && actor.id === recorded.id;
}

/** Under which name a viewer acts for this firm; undefined where they have nothing to do with it. */
export function actorFor(viewer: Viewer, firm: string): Exclude<Actor, { kind: 'system' }> | undefined {
  const actor = { kind: 'contractor', id: firm } as const;
  return isViewer(viewer, actor) ? actor : undefined;
}

/**
 * Under which name a viewer's acts are recorded; undefined for nobody known. Who belongs to several firms acts as the first
 * where it is about none of them (`actorFor`).
 */
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
