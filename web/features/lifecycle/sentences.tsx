import type { JSX } from 'solid-js';
import { m } from '../../../.build/i18n/messages.js';
import type { EntryView, FileView, StepView } from '../../../api/views/timeline.ts';
import type { Way } from '../../../domain/preferences/preferences.ts';
import type { Retractable } from '../../../domain/ticket/retractable.ts';
import { fileAddress } from '../../api.ts';
import { sayDate, sayHours } from '../../ui/dates.ts';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';
import { sayByWay } from '../preferences/words.ts';
import type { ForecastStep } from './Forecast.tsx';
import { type Reader, sayActor, sayParty, sayWhom } from './names.ts';
import { sayStep, tellingSteps } from './stages.ts';
import type { TimelineEntry } from './Timeline.tsx';
import { sayWord } from './words.ts';

type Said = Pick<EntryView, 'kind' | 'actor' | 'facts' | 'to' | 'internal'>;
type Who = { who: string; has: string };
type Tell = (who: Who, entry: Said, whom: () => string) => string;

// Marks of what is printed bold; they are in no name and in no text.
const open = '\u0002';
const close = '\u0003';
/** Marks what is printed bold in a sentence. */
export const bold = (name: string) => `${open}${name}${close}`;
/** A sentence with what was marked in `<b>`. */
export const inBold = (text: string): JSX.Element =>
  text.split(new RegExp(`[${open}${close}]`)).map((part, at) => (at % 2 ? <b>{part}</b> : part));

function dates(facts: Said['facts']): string {
  const count = Array.isArray(facts.slots) ? facts.slots.length : 1;
  return count === 1 ? m.lifecycle_dates_one() : m.lifecycle_dates_many({ count });
}

function dateOf({ starts, ends }: Said['facts']): string | undefined {
  if (typeof starts !== 'string' || typeof ends !== 'string') return undefined;
  const say = { locale: locale(), now: now() };
  return `${sayDate(starts, say)}, ${sayHours(starts, ends, say)}`;
}

const retracted: Record<Retractable, () => string> = {
  accept: () => m.lifecycle_retracted_accept(),
  reject: () => m.lifecycle_retracted_reject(),
  forward: () => m.lifecycle_retracted_forward(),
  setUrgency: () => m.lifecycle_retracted_urgency(),
  note: () => m.lifecycle_retracted_note(),
  close: () => m.lifecycle_retracted_close(),
};
const sayRetracted = (act: unknown): string => retracted[act as Retractable]?.() ?? '';

/** One sentence per kind that the rules tell; each begins with who did it, where somebody did. */
const tellers: Record<string, Tell> = {
  reported: (who, { actor }) =>
    actor.kind === 'employee' ? m.lifecycle_told_taken_down(who) : m.lifecycle_told_reported(who),
  accepted: (who) => m.lifecycle_told_accepted(who),
  rejected: (who, { facts }) => m.lifecycle_told_rejected({ ...who, reason: sayWord('rejection', facts.reason) }),
  forwarded: (who, _, whom) => m.lifecycle_told_forwarded({ ...who, whom: whom() }),
  asked: (who, _, whom) => m.lifecycle_told_asked({ ...who, whom: whom() }),
  answered: (who) => m.lifecycle_told_answered(who),
  noted: (who, { internal }) => (internal ? m.lifecycle_told_noted_internal(who) : m.lifecycle_told_noted(who)),
  urgencySet: (who, { facts }) => m.lifecycle_told_urgency({ ...who, urgency: sayWord('urgency', facts.urgency) }),
  policyMoved: (who, { facts }) => m.lifecycle_told_policy_moved({ ...who, version: String(facts.policy ?? '') }),
  confirmed: (who) => m.lifecycle_told_confirmed(who),
  disputed: (who) => m.lifecycle_told_disputed(who),
  workAccepted: (who) => m.lifecycle_told_work_accepted(who),
  reworkDemanded: (who) => m.lifecycle_told_rework(who),
  closed: (who, { facts }) => m.lifecycle_told_closed({ ...who, outcome: sayWord('outcome', facts.outcome) }),
  withdrawn: (who) => m.lifecycle_told_withdrawn(who),
  retracted: (who, { facts }) => m.lifecycle_told_retracted({ ...who, act: sayRetracted(facts.act) }),
  reopened: (who) => m.lifecycle_told_reopened(who),
  mergeAsked: (who, { facts }) => m.lifecycle_told_merge_asked({ ...who, number: bold(String(facts.number ?? '')) }),
  merged: (_, { facts }) => m.lifecycle_told_merged({ number: bold(String(facts.number ?? '')) }),
  ticketMerged: (_, { facts }) => m.lifecycle_told_ticket_merged({ number: bold(String(facts.number ?? '')) }),
  mergeRefused: (_, { facts }) => m.lifecycle_told_merge_refused({ number: bold(String(facts.number ?? '')) }),
  split: (who, { facts }) => m.lifecycle_told_split({ ...who, number: bold(String(facts.number ?? '')) }),
  followed: (who) => m.lifecycle_told_followed(who),
  unfollowed: (who) => m.lifecycle_told_unfollowed(who),
  approvalAsked: (who, _, whom) => m.lifecycle_told_approval_asked({ ...who, whom: whom() }),
  approvalGiven: (who, { actor }) =>
    actor.kind === 'employee' ? m.lifecycle_told_approval_given_for(who) : m.lifecycle_told_approval_given(who),
  approvalRefused: (who, { actor }) =>
    actor.kind === 'employee' ? m.lifecycle_told_approval_refused_for(who) : m.lifecycle_told_approval_refused(who),
  orderPlaced: (who) => m.lifecycle_told_order_placed(who),
  orderOffered: (_, __, whom) => m.lifecycle_told_order_offered({ whom: whom() }),
  orderUnplaced: () => m.lifecycle_told_order_unplaced(),
  orderAccepted: (who, { actor }, whom) =>
    actor.kind === 'employee'
      ? m.lifecycle_told_order_accepted_for({ ...who, whom: whom() })
      : m.lifecycle_told_order_accepted(who),
  orderDeclined: (who, { facts }) =>
    m.lifecycle_told_order_declined({ ...who, reason: sayWord('decline', facts.reason) }),
  slotsProposed: (who, { facts }) => m.lifecycle_told_slots_proposed({ ...who, dates: dates(facts) }),
  slotsCountered: (who, { facts }) => m.lifecycle_told_slots_countered({ ...who, dates: dates(facts) }),
  appointmentAgreed: (who, { facts }) =>
    m.lifecycle_told_appointment_agreed({ ...who, date: bold(dateOf(facts) ?? '') }),
  appointmentMoved: (who, { facts }) => {
    const date = dateOf(facts);
    return date
      ? m.lifecycle_told_appointment_moved({ ...who, date: bold(date) })
      : m.lifecycle_told_appointment_moved_undated(who);
  },
  appointmentMissed: (who, { facts }) =>
    facts.absent === 'contractor'
      ? m.lifecycle_told_missed_contractor(who)
      : facts.absent === 'management'
        ? m.lifecycle_told_missed_management(who)
        : m.lifecycle_told_missed_dwelling(who),
  slotsDeclined: (who) => m.lifecycle_told_slots_declined(who),
  visitCancelled: (who, { facts }) => {
    const date = dateOf(facts);
    return date
      ? m.lifecycle_told_visit_cancelled({ ...who, date: bold(date) })
      : m.lifecycle_told_visit_cancelled_undated(who);
  },
  visitHeld: (who, { facts }) => m.lifecycle_told_visit_held({ ...who, date: bold(dateOf(facts) ?? '') }),
  newRound: (who, { facts }) => (facts.silent ? m.lifecycle_told_new_round_silent() : m.lifecycle_told_new_round(who)),
  completionReported: (who, { facts }) =>
    facts.count === 1
      ? m.lifecycle_told_completion_one(who)
      : m.lifecycle_told_completion_many({ ...who, count: Number(facts.count) }),
  completed: (who, { facts }) => {
    if (facts.result === 'partial') return m.lifecycle_told_completed_partial(who);
    return facts.result === 'impossible'
      ? m.lifecycle_told_completed_impossible(who)
      : m.lifecycle_told_completed_done(who);
  },
  ticketRefused: (_, { facts }) =>
    facts.reason === 'taken' ? m.lifecycle_told_ticket_refused_taken() : m.lifecycle_told_ticket_refused_ended(),
  invoiceSent: (who) => m.lifecycle_told_invoice_sent(who),
  orderContinued: (who) => m.lifecycle_told_order_continued(who),
  orderCancelled: (who, { actor }) =>
    actor.kind === 'system' ? m.lifecycle_told_order_cancelled_itself() : m.lifecycle_told_order_cancelled(who),
  reminded: (_, __, whom) => m.lifecycle_told_reminded({ whom: whom() }),
  escalated: (_, __, whom) => m.lifecycle_told_escalated({ whom: whom() }),
  messageFailed: (_, __, whom) => m.deliveries_told_failed({ whom: whom() }),
  messageUnclear: (_, __, whom) => m.deliveries_told_unclear({ whom: whom() }),
  messageRetried: (who, { facts }, whom) =>
    m.deliveries_told_retried({ ...who, whom: whom(), way: sayByWay(facts.channel as Way) }),
  messageSettled: (who, _, whom) => m.deliveries_told_settled({ ...who, whom: whom() }),
  messageUnsettled: (who, _, whom) => m.deliveries_told_unsettled({ ...who, whom: whom() }),
  lapsed: (who, { facts }) => (facts.stage === 'answer' ? m.campaign_lapsed() : m.lifecycle_told_lapsed(who)),
  campaignOpened: (who) => m.campaign_told_opened(who),
  campaignExtended: (who) => m.campaign_told_extended(who),
  campaignWithdrawn: (who) => m.campaign_told_withdrawn(who),
  documentWithdrawn: (who, { actor }) =>
    actor.kind === 'system' ? m.campaign_told_document_withdrawn_itself() : m.campaign_told_document_withdrawn(who),
  campaignEnded: (who, { facts }) => {
    if (facts.why === 'allAnswered') return m.campaign_told_ended_all();
    return facts.why === 'decided' ? m.campaign_told_ended_decided() : m.campaign_told_ended(who);
  },
  answersCounted: (_, { facts }) => m.campaign_told_counted({ count: Number(facts.answers ?? 0) }),
  lettersSent: (who) => m.campaign_told_letters(who),
  resultAnnounced: (who) => m.campaign_told_announced(who),
};

/** Kinds that happen by themselves even where an act of somebody was their cause. */
const byItself: ReadonlySet<string> = new Set([
  'orderOffered',
  'orderUnplaced',
  'ticketRefused',
  'merged',
  'ticketMerged',
  'mergeRefused',
  'reminded',
  'escalated',
  'lapsed',
  'answersCounted',
]);

/** The sentence of an entry, with names in `<b>`. */
export function entrySentence(entry: Said, reader: Reader): JSX.Element {
  const subject = entry.kind === 'lapsed' ? sayParty(entry.to, reader) : sayActor(entry.actor, reader);
  const who = { who: bold(subject.name), has: subject.plural ? m.lifecycle_have() : m.lifecycle_has() };
  const whom = () => bold(sayWhom(entry.to, reader));
  const text = tellers[entry.kind]?.(who, entry, whom) ?? m.lifecycle_told_something(who);
  return inBold(text);
}

/** The entries of a view as the timeline shows them. The description of a report stands on the page already. */
export function timelineEntries(entries: readonly EntryView[], reader: Reader): TimelineEntry[] {
  return entries.map((entry) => {
    const pictures = entry.files.filter(({ mediaType }) => mediaType.startsWith('image/'));
    const alone = entry.actor.kind === 'system' || byItself.has(entry.kind);
    return {
      // An order's folder tells of several files, and each counts for itself.
      id: `${entry.subjectId} ${entry.seq}`,
      at: entry.at,
      actor: alone ? undefined : sayActor(entry.actor, reader).name,
      sentence: entrySentence(entry, reader),
      note: entry.kind === 'reported' ? undefined : (entry.text ?? undefined),
      photos:
        entry.kind === 'reported'
          ? []
          : pictures.map(({ id }) => ({ src: fileAddress(id, 1600), thumb: fileAddress(id, 200) })),
      files: entry.files
        .filter(({ mediaType }) => !mediaType.startsWith('image/'))
        .map(({ id, name }) => ({ href: fileAddress(id), name })),
      internal: entry.internal && entry.kind === 'noted',
      mail: entry.mail
        ? {
            href: entry.mail.id ? `/posteingang/${entry.mail.id}` : undefined,
            otherAddress: entry.mail.otherAddress,
            refused: entry.mail.refused.map(({ name }) => name),
          }
        : undefined,
    };
  });
}

/** The photos that came with the report itself. */
export function reportPhotos(entries: readonly EntryView[]): { src: string; thumb: string }[] {
  return filePhotos(entries.filter(({ kind }) => kind === 'reported').flatMap(({ files }) => files));
}

/** The pictures among files, as a grid shows them. */
export function filePhotos(files: readonly FileView[]): { src: string; thumb: string }[] {
  return files
    .filter(({ mediaType }) => mediaType.startsWith('image/'))
    .map(({ id }) => ({ src: fileAddress(id, 1600), thumb: fileAddress(id, 400) }));
}

/** The steps of a view as the dashed box shows them; what comes several times in a row is said once. */
export function forecastSteps(steps: readonly StepView[], reader: Reader): ForecastStep[] {
  const said = tellingSteps(steps, reader).map((step) => ({ at: step.at, what: sayStep(step, reader) }));
  return said.flatMap(({ at, what }, index) => {
    if (said[index - 1]?.what === what) return [];
    const again = said[index + 1]?.what === what;
    return [{ at, text: again ? m.lifecycle_next_repeated({ what }) : what }];
  });
}
