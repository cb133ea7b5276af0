import { z } from 'zod/mini';
import { draftsOf, type SlotDraft } from '../appointments/slots.ts';
import type { Said } from '../held/take-back.ts';
import type { DraftForm, Open, OrderDrafts } from './drafts.ts';
import type { Order } from './queries.ts';

export type Appointment = Order['tickets'][number]['appointments'][number];
/** What the contractor is about to do; `visit` is which dwelling's date it is about. */
export type Mode =
  | { kind: 'choose' }
  | { kind: 'accept' }
  | { kind: 'slots'; accept: boolean; visit?: Appointment; move?: boolean }
  | { kind: 'ask' }
  | { kind: 'answer'; question: string }
  | { kind: 'decline' }
  | { kind: 'complete' }
  | { kind: 'invoice' };

const dates = z.object({
  appointment: z.string(),
  slots: z.array(z.object({ starts: z.string(), ends: z.string() })),
});
const isOffer = ({ type }: Said) => type === 'proposeSlots' || type === 'moveAppointment';

/** Where somebody goes on who has taken back what they said together. */
export function modeAfter(said: readonly Said[], visits: readonly Appointment[]): Mode {
  const [first] = said;
  switch (first?.type) {
    case 'complete':
    case 'invoice':
    case 'decline':
    case 'ask':
      return { kind: first.type };
    case 'answer': {
      const { question } = first.facts;
      return typeof question === 'string' ? { kind: 'answer', question } : { kind: 'choose' };
    }
    case 'accept':
      return said.some(isOffer) ? { kind: 'slots', accept: true } : { kind: 'accept' };
    case 'proposeSlots':
    case 'moveAppointment': {
      const visit = visits.find(({ id }) => id === first.facts.appointment);
      const move = first.type === 'moveAppointment';
      return visit ? { kind: 'slots', accept: false, visit, ...(move && { move }) } : { kind: 'choose' };
    }
    default:
      return { kind: 'choose' };
  }
}

/** The form of a mode in which something is written that is kept as a draft. */
export function formIn({ kind }: Mode): DraftForm | undefined {
  return kind === 'choose' || kind === 'accept' ? undefined : kind;
}

/** Where somebody goes on who has left something half written on this device. */
export function modeOfDraft(drafts: OrderDrafts, order: Open): Mode {
  const form = drafts.latest(order);
  if (form === undefined) return { kind: 'choose' };
  if (form === 'slots') return slotsMode(drafts, order);
  if (form !== 'answer') return { kind: form };
  const begun = drafts.of('answer').read();
  return begun ? { kind: 'answer', question: begun.question } : { kind: 'choose' };
}

function slotsMode(drafts: OrderDrafts, { tickets }: Open): Mode {
  const begun = drafts.of('slots').read();
  const visit = tickets.flatMap(({ appointments }) => appointments).find(({ id }) => id === begun?.visit);
  if (!begun || (begun.visit !== null && !visit)) return { kind: 'choose' };
  return { kind: 'slots', accept: begun.accept, ...(visit && { visit }), ...(begun.move && { move: true }) };
}

/** What a form of dates is about, as its draft names it. */
export const aboutOf = ({ accept, visit, move }: Extract<Mode, { kind: 'slots' }>) => ({
  accept,
  visit: visit?.id ?? null,
  move: move ?? false,
});

/** The dates that were half chosen on this device, where the form is the one that they were chosen in. */
export function datesBegun(drafts: OrderDrafts, mode: Extract<Mode, { kind: 'slots' }>): SlotDraft[] | undefined {
  const begun = drafts.of('slots').read();
  const about = aboutOf(mode);
  if (!begun || begun.accept !== about.accept || begun.visit !== about.visit || begun.move !== about.move)
    return undefined;
  return begun.slots.map((slot) => ({ ...slot, id: crypto.randomUUID() }));
}

/** The dates that were said and taken back, where the form is the one that they were typed in. */
export function draftsAfter(
  said: readonly Said[] | undefined,
  mode: Extract<Mode, { kind: 'slots' }>,
): SlotDraft[] | undefined {
  const offer = said?.find(isOffer);
  const found = offer && dates.safeParse(offer.facts).data;
  if (!found || (said?.[0]?.type === 'accept') !== mode.accept) return undefined;
  if ((offer.type === 'moveAppointment') !== (mode.move ?? false)) return undefined;
  if (mode.visit && mode.visit.id !== found.appointment) return undefined;
  return draftsOf(found.slots);
}
