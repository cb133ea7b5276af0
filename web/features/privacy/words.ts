import { m } from '../../../.build/i18n/messages.js';
import type {
  HandOverWay,
  IdentityProof,
  RequestKind,
  RequestState,
  RequestWay,
} from '../../../domain/privacy/request.ts';
import { type DataKind, type KeptWhy, type PlanLine, retention } from '../../../domain/privacy/retention.ts';
import { sayCalendarDay } from '../../ui/dates.ts';
import { locale } from '../../ui/locale.ts';
import type { Tone } from '../../ui/tones.ts';

/** What somebody asks for. */
export const kindWords: Record<RequestKind, () => string> = {
  access: m.privacy_kind_access,
  erasure: m.privacy_kind_erasure,
};

/** How a request stands. */
export const stateWords: Record<RequestState, { say: () => string; tone: Tone }> = {
  open: { say: m.privacy_state_open, tone: 'us' },
  released: { say: m.privacy_state_released, tone: 'others' },
  expired: { say: m.privacy_state_expired, tone: 'us' },
  handedOver: { say: m.privacy_state_handed_over, tone: 'done' },
  erasing: { say: m.privacy_state_erasing, tone: 'others' },
  erased: { say: m.privacy_state_erased, tone: 'done' },
  refused: { say: m.privacy_state_refused, tone: 'neutral' },
  withdrawn: { say: m.privacy_state_withdrawn, tone: 'neutral' },
};

/** How a request came in. */
export const wayWords: Record<RequestWay, () => string> = {
  portal: m.privacy_way_portal,
  mail: m.privacy_way_mail,
  letter: m.privacy_way_letter,
  phone: m.privacy_way_phone,
  inPerson: m.privacy_way_in_person,
};

/** How it was made sure who asked. */
export const identityWords: Record<IdentityProof, () => string> = {
  signedIn: m.privacy_identity_signed_in,
  knownAddress: m.privacy_identity_known_address,
  idCard: m.privacy_identity_id_card,
  inPerson: m.privacy_identity_in_person,
};

/** How a copy was handed out. */
export const handOverWords: Record<HandOverWay, () => string> = {
  download: m.privacy_hand_over_download,
  mail: m.privacy_way_mail,
  letter: m.privacy_way_letter,
  inPerson: m.privacy_way_in_person,
};

const dataWords: Record<DataKind, () => string> = {
  identity: m.privacy_data_identity,
  contact: m.privacy_data_contact,
  account: m.privacy_data_account,
  homes: m.privacy_data_homes,
  firm: m.privacy_data_firm,
  employment: m.privacy_data_employment,
  matters: m.privacy_data_matters,
  orders: m.privacy_data_orders,
  projects: m.privacy_data_projects,
  mails: m.privacy_data_mails,
  papers: m.privacy_data_papers,
  votes: m.privacy_data_votes,
  receipts: m.privacy_data_receipts,
  requests: m.privacy_data_requests,
  record: m.privacy_data_record,
  imports: m.privacy_data_imports,
  mentions: m.privacy_data_mentions,
};

/** What a kind of data is called. */
export const sayData = (kind: DataKind): string => dataWords[kind]();

const whyWords: Record<KeptWhy, (line: PlanLine) => string> = {
  law: (line) => m.privacy_why_law({ ground: retention[line.kind].ground }),
  unlimited: (line) => m.privacy_why_unlimited({ ground: retention[line.kind].ground }),
  running: () => m.privacy_why_running(),
  hold: () => m.privacy_why_hold(),
  needed: () => m.privacy_why_needed(),
};

/** What becomes of the things of a line, until when, and why: "bleibt bis 31.12.2030: § 147 …". */
export function sayFate(line: PlanLine): string {
  if (line.does === 'delete') return m.privacy_does_delete();
  if (line.does === 'pseudonymise') return m.privacy_does_pseudonymise();
  const why = line.why ? whyWords[line.why](line) : '';
  if (line.until === null) return m.privacy_does_keep({ why });
  return m.privacy_does_keep_until({ day: sayCalendarDay(line.until, locale()), why });
}

/** A day as people write it. */
export const sayOn = (day: string): string => sayCalendarDay(day, locale());
