import type { CountRecord } from '../../db/queries/count.ts';
import type { Slot } from '../../domain/appointments/rules.ts';
import type { CampaignKind } from '../../domain/campaign/state.ts';
import type { DocumentKind } from '../../domain/document/document.ts';
import type { Facts, Template } from '../../domain/lifecycle/outcome.ts';
import type { Stage, Urgency } from '../../domain/policy/policy.ts';
import type { Instant } from '../../domain/time/berlin.ts';

/** Messages that prove a mail address; they belong to no lifecycle. */
export type FrontDoorName = 'signInLink' | 'newPassword' | 'reportCode';

/** Messages about invitations into the portal: to who is invited, and to who sent them. */
export type InvitationName = 'invitation' | 'invitationReminder' | 'invitationProof' | 'invitationsMissing';

/** Messages about what somebody asked of their own data. */
export type PrivacyName = 'privacyAsked' | 'privacyDue' | 'privacyLate' | 'privacyReady';

/** What the office decided about what an owner said of their renter. */
export type RenterName = 'renterApproved' | 'renterRejected';

/** The texts of lifecycles, those of the front door, of invitations, and the mail of a day that collects the former. */
export type LetterName = Template | FrontDoorName | InvitationName | PrivacyName | RenterName | 'digest';

export type Locale = 'de' | 'en';

/** As what somebody reads a message: our own people, a contractor, or a resident, owner or board member. */
export type Reader = 'us' | 'contractor' | 'resident';

/** What a project's message is about, besides the project. */
export interface ProjectMatter {
  todos: { title: string; text: string; due: Instant | null }[];
  moves: { title: string; from: Instant; to: Instant }[];
  /** How many more there are than are named. */
  more: number;
}

/** A paper that belongs to a document. */
export interface LetterPaper {
  name: string;
  sha256: string;
  mediaType: string;
  /** How many pages it has on paper. */
  pages: number;
}

/** One ticket of an order, as a firm may know it that has not accepted yet: nobody's name, nobody's number. */
export interface OrderedWork {
  title: string;
  /** Which flat or which part of the house; '' where the order's own address says it all. */
  place: string;
  /** What was reported, in the words of who reported it. */
  description: string;
  /** When and how somebody can be let in. */
  access: string;
}

/** What an order says to whom it is offered, besides what is to be done. */
export interface OfferedOrder {
  /** For whom it is given and who gets the invoice: name and address. */
  client: string;
  invoiceTo: string;
  /** The first tickets of it. */
  works: OrderedWork[];
  /** How many more there are than are named. */
  more: number;
}

/** Everything that a message may tell, as the rows say it at the moment of sending. */
export interface MessageContext {
  id: string;
  template: LetterName;
  locale: Locale;
  createdAt: Instant;
  company: string;
  /** `#rrggbb` */
  accent: string | null;
  /** Who gets it, and where. */
  reader: Reader;
  name: string;
  email: string | null;
  mobile: string | null;
  fax: string | null;
  facts: Facts;
  /** True when it is told more than an hour after its date, because something stood still. */
  late: boolean;
  /** What the matter is called, in the reader's language; without it a ticket or an order. */
  label?: string;
  /** Number of the matter as this reader knows it: the order's for a contractor, else the ticket's. */
  number: string;
  orderNumber: string | null;
  title: string;
  urgency: Urgency;
  outcome: string | null;
  /** Where it is, e.g. `Lindenstraße 12, 10115 Berlin, WE 07, 2. OG links`. */
  place: string;
  /** What somebody wrote with the act that caused this message. */
  words: string;
  /** Who did it; null when the clock did, or when this reader need not know. */
  actor: string | null;
  contractor: string | null;
  /** Who of us comes, where the appointment is a visit of our own. */
  visitor?: string | null;
  /** Who opens the door, for the contractor. */
  dwelling: string | null;
  instructions: string;
  limitCents: number | null;
  /** Only for the offer of an order. */
  order?: OfferedOrder;
  appointment: { id: string; starts: Instant; ends: Instant; sequence: number } | null;
  slots: Slot[];
  /** The to-dos that it is about, and which dates moved, where a project tells it. */
  project?: ProjectMatter;
  /** What is awaited of this reader, and until when; null when nothing is. */
  stage: Stage | null;
  until: Instant | null;
  /** What is to be typed in, for messages that prove a mail address. */
  code: string | null;
  /** The page that shows it to this reader. */
  url: string;
  /** The workspace's address, for callbacks. */
  address: string;
  /** The mailbox that a reply goes to, without its domain; null where nobody reads one. */
  reply: string | null;
  /** Groups the messages of one matter. */
  thread: string;
  /** The mail of a day: what it brings, group by group; null for all others. */
  digest: LetterGroup[] | null;
  /** Where this reader says how they want to hear of what; null for who has no say (an unproven address). */
  preferences: PreferencesLink | null;
  /** What a campaign asks, and how it went; only for messages about one. */
  campaign?: {
    kind: CampaignKind;
    question: string;
    asked: number;
    missing: number;
    result: CountRecord | null;
    /** Whether nobody may know who voted how: then nothing is answered on paper, which bears a name. */
    secret: boolean;
    /** Of how many parts the shares are by which votes are weighed; null where they are not. */
    whole: number | null;
    /** For whom the reader may vote, where they were given a proxy. */
    principal: string | null;
    /** Who has not answered, for the management: the first ones by name, one more than are named where there are more. */
    silent: readonly string[];
  };
  /** A document: what it is, what it says, and the papers that belong to it; only for messages about one. */
  document?: { kind: DocumentKind; paragraphs: string[]; papers: LetterPaper[] };
  /** What the office adds to messages of this kind, its placeholders not filled yet. */
  addition?: string;
}

/** The page on which somebody sets what they get. */
export interface PreferencesLink {
  url: string;
  /** Where a mail program takes this kind of message back in one step (RFC 8058); null for what has to arrive. */
  oneClick: string | null;
}

/** Things of one kind in a mail of a day: what is due, what came in, what happened. */
export interface LetterGroup {
  kind: 'due' | 'came' | 'happened';
  /** Ticket by ticket. */
  items: LetterItem[];
  /** How many more there are than those named. */
  more: number;
}

/** One ticket in a mail of a day. */
export interface LetterItem {
  /** Number and place. */
  top: string;
  title: string;
  url: string;
  dueAt: Instant | null;
  lines: { at: Instant; text: string; quote: string }[];
}

/** What a template says; how it looks is the renderer's business. All values are plain text. */
export interface Letter {
  headline: string;
  /** Who is asked for what until when. */
  asked?: string | undefined;
  paragraphs?: string[];
  /** Label and value; rows without a value are left out. */
  facts?: [label: string, value: string | null][];
  /** Whether the words that somebody wrote are shown. */
  quote?: boolean;
  /** What it brings, ticket by ticket, each group under its heading. */
  groups?: { heading: string | null; items: ShownItem[]; more: string | null }[];
  /** What pressing the button means; without it there is none. */
  button?: string;
  /** What follows if nobody acts. */
  otherwise?: string | undefined;
  /** What is filled in and sent back on paper; letters only. */
  slip?: string[];
  /** Puts the appointment into the reader's calendar, or takes it out. */
  calendar?: 'REQUEST' | 'CANCEL';
}

/** A ticket in a mail of a day, in words. */
export interface ShownItem {
  top: string;
  title: string;
  url: string;
  /** Until when it is due, or null. */
  due: string | null;
  lines: { at: string; text: string; quote: string }[];
}

/** One text in both languages. */
export type LetterTemplate = Record<Locale, (context: MessageContext) => Letter>;
