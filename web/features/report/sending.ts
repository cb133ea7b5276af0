import { createSignal } from 'solid-js';
import { type SafetyAdvice, safetyAdvice } from '../../../domain/report/safety.ts';
import type { Questions } from '../../api.ts';
import { isUnanswered, type Refusal, refusalIn } from '../../api.ts';
import { sayRefusal } from '../../refusals.ts';
import { answersIn, judged, type KeptForm, placeIn } from './draft.ts';
import { suggestedTitle } from './texts.ts';

type Report = Questions['tickets']['report'];

/** The draft as the API takes it; undefined while something is missing. */
export function reportOf(
  form: KeptForm,
  units: ReadonlyArray<{ unitId: string | null; buildingId: string }>,
): Report | undefined {
  const { draft } = form;
  const category = form.category();
  const place = placeIn(draft, units);
  if (!category || !place) return undefined;
  return {
    ticketId: draft.ticketId,
    commandId: draft.commandId,
    ...place,
    categoryVersion: form.catalogue()?.version,
    category: category.id,
    answers: answersIn(form),
    urgency: judged(form).urgency,
    title: (draft.title ?? suggestedTitle(category, draft.answers)).trim(),
    description: draft.description.trim(),
    accessWishes: place.place === 'unit' ? draft.access.trim() : '',
    files: [...draft.files],
  };
}

/** What a taken report is known by. */
export type Taken = { number: string; path: string; kept: boolean; joined?: boolean; advice?: SafetyAdvice | null };

/**
 * Sends the draft. Without a clear answer the next attempt is the same act; after a refusal it is a new one. The draft
 * is forgotten only when the report has its number.
 */
export function createSending(form: KeptForm) {
  const [busy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<string>();
  const [refusal, setRefusal] = createSignal<Refusal>();
  const [taken, setTaken] = createSignal<Taken>();
  const send = async (work: () => Promise<Taken>) => {
    if (busy()) return;
    setBusy(true);
    setFailure(undefined);
    setRefusal(undefined);
    try {
      const answer = await work();
      const danger = judged(form).safety;
      form.forget();
      setTaken({ ...answer, advice: danger && safetyAdvice[danger] });
    } catch (error) {
      const found = refusalIn(error);
      if (!isUnanswered(found)) form.renew();
      setRefusal(found);
      setFailure(sayRefusal(found));
    } finally {
      setBusy(false);
    }
  };
  /** Ends the form another way than by sending: its draft is not needed any more. */
  const done = (answer: Taken) => {
    form.forget();
    setTaken(answer);
  };
  return { busy, failure, refusal, setFailure, taken, send, done };
}
