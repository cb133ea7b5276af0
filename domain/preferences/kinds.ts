import type { Template } from '../lifecycle/outcome.ts';

/** What messages are about, as people tell them apart. Each person says of each kind how and when it should come. */
export const messageKinds = [
  'report',
  'following',
  'information',
  'documents',
  'orders',
  'desk',
  'appointments',
  'reminders',
] as const;
export type MessageKind = (typeof messageKinds)[number];

const BY_TEMPLATE: Partial<Record<Template, MessageKind>> = {
  slotsProposed: 'appointments',
  slotsCountered: 'appointments',
  slotsDeclined: 'appointments',
  proposeSlots: 'appointments',
  appointmentAgreed: 'appointments',
  appointmentMoved: 'appointments',
  appointmentCancelled: 'appointments',
  appointmentMissed: 'appointments',
  appointmentTomorrow: 'reminders',
  reminder: 'reminders',
  campaignReminder: 'reminders',
  escalation: 'reminders',
  followStarted: 'following',
  followedClosed: 'following',
  ownerInformed: 'information',
  documentPublished: 'documents',
  documentChanged: 'documents',
  documentWithdrawn: 'documents',
};

const BY_ROLE: Readonly<Record<string, MessageKind>> = {
  follower: 'following',
  contractor: 'orders',
  owner: 'information',
  advisoryBoard: 'information',
  management: 'desk',
  employee: 'desk',
  onCall: 'desk',
  managers: 'desk',
};

/** Of which kind a message is for this reader; `role` is the part in which they get it. */
export function kindOf({ template, role, isEmployee }: KindFacts): MessageKind {
  const byRole = BY_ROLE[role] ?? (isEmployee && role === 'person' ? 'desk' : 'report');
  return BY_TEMPLATE[template] ?? byRole;
}

export interface KindFacts {
  template: Template;
  role: string;
  isEmployee: boolean;
}

/**
 * What nobody can switch off or put off: an order and its end; dates that are offered (§ 555a BGB: work in a flat has to
 * be announced) or fall away, because somebody would wait in vain; a question whose answer others wait for; an emergency;
 * that one is asked to vote or to confirm a paper, and what was resolved (a circular resolution exists only once it is
 * announced to all).
 */
const MUST: ReadonlySet<Template> = new Set<Template>([
  'orderOffered',
  'orderWithdrawn',
  'slotsProposed',
  'appointmentMoved',
  'appointmentCancelled',
  'clarificationAsked',
  'approvalAsked',
  'emergencyReported',
  'voteAsked',
  'receiptAsked',
  'campaignExtended',
  'campaignWithdrawn',
  'resultAnnounced',
]);

/** Whether a message reaches its reader at once whatever they wish. */
export function mustArrive(template: Template): boolean {
  return MUST.has(template);
}

/** In which roles somebody gets messages. */
export interface Roles {
  resident: boolean;
  owner: boolean;
  contractor: boolean;
  employee: boolean;
}

/** The kinds that somebody in these roles can get, in the order in which they are shown. */
export function kindsFor({ resident, owner, contractor, employee }: Roles): MessageKind[] {
  const wanted: Record<MessageKind, boolean> = {
    report: resident || owner,
    following: resident || owner,
    information: owner,
    documents: resident || owner,
    orders: contractor,
    desk: employee,
    appointments: true,
    reminders: true,
  };
  return messageKinds.filter((kind) => wanted[kind]);
}
