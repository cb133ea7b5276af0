import { randomUUID } from 'node:crypto';
import type { RoleFunction } from '../../../domain/roles.ts';

export const password = 'Regen auf Dach 7';

/** Stands in every text of what nobody here may see. */
export const SECRET = 'Geheim';

/** What belongs to workspace one's file that the strangers ask for. */
export const theirs = {
  ticket: randomUUID(),
  order: randomUUID(),
  appointment: randomUUID(),
  building: '',
  unit: '',
  property: '',
  reporter: '',
  contractor: '',
  reportCode: '',
  session: '',
  /** A view that an employee keeps to themselves. */
  view: randomUUID(),
  /** An act of theirs on many tickets. */
  batch: randomUUID(),
  /** A calendar that an employee subscribes to. */
  feed: randomUUID(),
  /** Files that they are taking in. */
  import: randomUUID(),
  /** What their resident asked about their own data, and what keeps it. */
  request: randomUUID(),
  erasure: randomUUID(),
  hold: randomUUID(),
  /** A mail about their ticket that waits in the tray. */
  mail: randomUUID(),
  /** A project that they have a to-do in. */
  project: randomUUID(),
  /** What their firm said about the ticket and in the project, and may still take back. */
  heldOnTicket: randomUUID(),
  heldOnProject: randomUUID(),
  /** When a clerk of theirs is away. */
  absence: randomUUID(),
  /** An invitation that waits for its person, and the round it was sent in. */
  invitation: randomUUID(),
  round: randomUUID(),
  /** Who reported without proof in their house, and what was decided about another. */
  unconfirmed: randomUUID(),
  decision: randomUUID(),
  /** What an owner said of a renter in their house. */
  renter: randomUUID(),
  /** A message about it that reached nobody. */
  message: randomUUID(),
  /** What their residents are asked, one of those, and a proxy. */
  campaign: randomUUID(),
  voter: randomUUID(),
  proxy: randomUUID(),
  /** A private paper for those who live in their unit. */
  document: randomUUID(),
};

/** Who asks for it from outside. */
export type Stranger = {
  who: string;
  host: string;
  headers: Record<string, string>;
  account: boolean;
  away: boolean;
  /** Works here, but on other properties or at other times. */
  colleague?: true;
};

/** A clerk of theirs: colleagues know each other. */
export const ours = {
  aClerk: '',
  /** Employees by roles of the company's own, each made of seeing and one function, on the very property. */
  roles: [] as { may: readonly RoleFunction[]; stranger: Stranger }[],
  /** Who has to do with it today. */
  insiders: [] as Stranger[],
};
