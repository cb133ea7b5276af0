import { z } from 'zod/mini';
import { completionResults } from '../../../domain/lifecycle/facts.ts';
import { berlinInstant } from '../../../domain/time/berlin.ts';
import { declineReasons } from '../../../domain/workOrder/commands.ts';
import { deviceDraft, forgetOldDrafts } from '../../ui/device-draft.ts';
import { photoShelf } from '../../ui/photo-shelf.ts';
import type { Order } from './queries.ts';

/** After a week a draft is about something else. */
const KEPT_MS = 7 * 86_400_000;

const shapes = {
  ask: z.object({ text: z.string() }),
  answer: z.object({ text: z.string(), question: z.string() }),
  decline: z.object({ text: z.string(), reason: z.enum(declineReasons) }),
  complete: z.object({
    text: z.string(),
    result: z.enum(completionResults),
    /** By ticket, where the order is for several places. */
    each: z.record(z.string(), z.enum([...completionResults, 'later'])),
    files: z.array(z.string()),
  }),
  /** Dates of somebody's own: with the acceptance, for a dwelling, or in place of an agreed one (`move`). */
  slots: z.object({
    accept: z.boolean(),
    visit: z.nullable(z.string()),
    move: z.boolean(),
    slots: z.array(z.object({ day: z.string(), begins: z.number(), length: z.number() })),
  }),
  invoice: z.object({ text: z.string(), files: z.array(z.object({ id: z.string(), name: z.string() })) }),
};

/** A form of an order in which something is written. */
export type DraftForm = keyof typeof shapes;
/** What is half written in a form. */
export type Written<Form extends DraftForm> = z.infer<(typeof shapes)[Form]>;

const draftForms = Object.keys(shapes) as DraftForm[];

/** The draft of one form, as the form takes it. */
export type FormDraft<Form extends DraftForm> = {
  /** What was written here and not sent. */
  read: () => Written<Form> | undefined;
  /** Keeps what is written; where that is nothing, there is no draft. */
  keep: (written: Written<Form>) => void;
};

/** By what an order tells which forms it still has. */
export type Open = Pick<Order, 'acts' | 'questions' | 'tickets'>;

/** What is half written about an order on this device. */
export type OrderDrafts = ReturnType<typeof orderDrafts>;

/**
 * What is half written about an order, each form for itself: words, choices, dates, and photos also before they have arrived. A
 * draft is forgotten when it was sent, when nothing of the kind can be said any more, and after a week.
 */
export function orderDrafts(orderId: string) {
  forgetOldDrafts('order ', KEPT_MS);
  const shelf = photoShelf(`order ${orderId}`, KEPT_MS);
  const of = (form: DraftForm) => deviceDraft(`order ${orderId} ${form}`, KEPT_MS);
  const read = <Form extends DraftForm>(form: Form) =>
    shapes[form].safeParse(of(form).read()).data as Written<Form> | undefined;
  const forget = (form: DraftForm) => {
    of(form).forget();
    if (form === 'complete') void shelf.clear();
  };
  const isOpen = (form: DraftForm, { acts, questions, tickets }: Open) => {
    if (form === 'answer') return questions.some(({ id, fromUs }) => fromUs && id === read('answer')?.question);
    if (form !== 'slots') return acts.includes(form);
    const begun = read('slots');
    // A day that is over can't be offered any more.
    if (!begun || begun.slots.some(({ day, begins }) => Date.parse(berlinInstant(day, begins)) <= Date.now()))
      return false;
    if (begun.accept) return acts.includes('accept');
    const found = tickets.flatMap(({ appointments }) => appointments).find(({ id }) => id === begun.visit);
    return begun.move ? found?.status === 'agreed' : found?.status === 'open' || found?.status === 'countered';
  };
  return {
    /** The photos of the report that have not arrived yet. */
    shelf,
    of: <Form extends DraftForm>(form: Form): FormDraft<Form> => ({
      read: () => read(form),
      keep: (written) => (!('slots' in written) && isBlank(written) ? of(form).forget() : of(form).keep(written)),
    }),
    /** The form that was written in last, among those that the order still has. */
    latest(order: Open): DraftForm | undefined {
      const at = (form: DraftForm) => (read(form) ? (of(form).read()?.savedAt ?? 0) : 0);
      const [last] = draftForms.filter((form) => isOpen(form, order)).toSorted((a, b) => at(b) - at(a));
      return last && at(last) > 0 ? last : undefined;
    },
    /** Notes as which act it goes out, so that it is known again where the page was gone before the answer came. */
    sent(form: DraftForm, commandId: string): void {
      const written = of(form).read();
      if (written) of(form).keep({ ...written, commandId });
    },
    forget,
    /** Forgets what has arrived, and what can't be said any more. */
    forgetSettled(order: Open & Pick<Order, 'held'>): void {
      for (const form of draftForms) {
        const sentAs = of(form).read()?.commandId;
        if (!isOpen(form, order) || (sentAs !== undefined && sentAs === order.held?.commandId)) forget(form);
      }
    },
    forgetAll: () => draftForms.forEach(forget),
  };
}

function isBlank({
  text,
  files = [],
  result = 'done',
  each = {},
}: {
  text: string;
  files?: readonly unknown[];
  result?: string;
  each?: Readonly<Record<string, string>>;
}): boolean {
  return (
    text.trim() === '' &&
    files.length === 0 &&
    result === 'done' &&
    Object.values(each).every((answer) => answer === 'later')
  );
}
