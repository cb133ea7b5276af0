import { createEffect } from 'solid-js';
import { createStore, reconcile, type SetStoreFunction } from 'solid-js/store';
import type { Urgency } from '../../../domain/policy/policy.ts';
import {
  type Catalogue,
  type Category,
  judge,
  questionsFor,
  type Safety,
  type Text,
} from '../../../domain/report/categories.ts';
import { type DeviceDraft, deviceDraft } from '../../ui/device-draft.ts';
import { type PhotoShelf, photoShelf } from '../../ui/photo-shelf.ts';

/** A report in the making, as it lies in the browser's storage: nothing typed is lost by a reload or a dead zone. */
export type Draft = {
  /** Kept from the first key on, so that sending twice has one effect. */
  ticketId: string;
  commandId: string;
  screen: number;
  category: string | null;
  /** Which building, where the code stands for several. */
  house: string | null;
  /** `unit:<id>`, `flat:<building>` (a flat in words) or `common:<building>`. */
  place: string | null;
  flat: string;
  answers: Record<string, string>;
  /** Whether the safety advice was read and the matter is reported all the same. */
  adviceRead: boolean;
  /** Null until it is typed: then the answers suggest one. */
  title: string | null;
  description: string;
  access: string;
  pressing: boolean;
  files: string[];
  /** The token with which photos are sent where nobody is signed in, and until when it is good (milliseconds). */
  upload: { token: string; until: number } | null;
  name: string;
  email: string;
  phone: string;
  /** To which address a code was mailed: the mail app may take the page's place while it is looked up. */
  mailedTo: string;
  /** The ticket of a neighbour that is joined instead of reporting the same; its title as the form says it. */
  joining: { id: string; title: Text } | null;
  savedAt: number;
};

/** After a week a draft is about something else. */
const KEPT_MS = 7 * 86_400_000;

const fresh = (): Draft => ({
  ticketId: crypto.randomUUID(),
  commandId: crypto.randomUUID(),
  screen: 0,
  category: null,
  house: null,
  place: null,
  flat: '',
  answers: {},
  adviceRead: false,
  title: null,
  description: '',
  access: '',
  pressing: false,
  files: [],
  upload: null,
  name: '',
  email: '',
  phone: '',
  mailedTo: '',
  joining: null,
  savedAt: Date.now(),
});

function stored(device: DeviceDraft): Draft {
  const draft: Draft = { ...fresh(), ...device.read() };
  // Photos that were sent with a token that is over can't be attached any more.
  return draft.upload && draft.upload.until < Date.now() ? { ...draft, upload: null, files: [] } : draft;
}

/** A draft together with what can be reported, as the form's parts take it. */
export interface Form {
  draft: Draft;
  change: SetStoreFunction<Draft>;
  /** What can be reported; undefined until it is loaded. */
  catalogue: () => Catalogue | undefined;
  /** The chosen category, if it is still one. */
  category: () => Category | undefined;
}

/** A draft that is kept until its report has been taken. */
export interface KeptForm extends Form {
  /** Makes the next attempt a new act: something was refused and will be changed. */
  renew: () => void;
  forget: () => void;
  /** The photos that have not arrived yet. */
  shelf: PhotoShelf;
}

function formOf(draft: Draft, change: SetStoreFunction<Draft>, catalogue: () => Catalogue | undefined): Form {
  return {
    draft,
    change,
    catalogue,
    category: () => catalogue()?.categories.find(({ id }) => id === draft.category),
  };
}

/** A draft to try the form with: it is kept nowhere. */
export function createTrial(catalogue: () => Catalogue | undefined): Form & { restart: () => void } {
  const [draft, change] = createStore<Draft>(fresh());
  return { ...formOf(draft, change, catalogue), restart: () => change(reconcile(fresh())) };
}

/**
 * The draft of one door (`mine`, or a building's code). Every change is in the browser's storage at once; `forget` ends
 * it when the report has been taken.
 */
export function createDraft(door: string, catalogue: () => Catalogue | undefined): KeptForm {
  const key = `report ${door}`;
  const shelf = photoShelf(key, KEPT_MS);
  const device = deviceDraft(key, KEPT_MS);
  const [draft, change] = createStore<Draft>(stored(device));
  let sent = false;
  createEffect(() => {
    if (!sent) device.keep(draft);
  });
  return {
    ...formOf(draft, change, catalogue),
    renew: () => change({ commandId: crypto.randomUUID(), ticketId: crypto.randomUUID() }),
    shelf,
    forget: () => {
      sent = true;
      void shelf.clear();
      device.forget();
    },
  };
}

/**
 * Only answers to questions that are asked now: one that depended on another answer may have fallen away, and the form
 * may have been changed since a draft was begun.
 */
export function answersIn(form: Form): Record<string, string> {
  const category = form.category();
  if (!category) return {};
  const given = { ...form.draft.answers };
  const found: Record<string, string> = {};
  for (const { id, answers } of questionsFor(category, given)) {
    const answer = answers.find((each) => each.id === given[id]);
    if (answer) found[id] = answer.id;
  }
  return found;
}

/** How urgent it is by the answers, and the danger about which there is advice before any report. */
export function judged(form: Form, pressing = form.draft.pressing): { urgency: Urgency; safety: Safety | null } {
  const category = form.category();
  if (!category) return { urgency: 'normal', safety: null };
  const { urgency, safety } = judge(category, { ...form.draft.answers });
  return { urgency: urgency === 'normal' && pressing ? 'urgent' : urgency, safety };
}

/** Where it is, as the API wants it; undefined until it is chosen. */
export function placeIn(
  draft: Draft,
  units: ReadonlyArray<{ unitId: string | null; buildingId: string }>,
): { buildingId: string; unitId: string | null; place: 'unit' | 'common' } | undefined {
  const [kind, id] = draft.place?.split(':') ?? [];
  if (!id) return undefined;
  if (kind === 'common') return { buildingId: id, unitId: null, place: 'common' };
  if (kind === 'flat') return { buildingId: id, unitId: null, place: 'unit' };
  const unit = units.find(({ unitId }) => unitId === id);
  return unit && { buildingId: unit.buildingId, unitId: id, place: 'unit' };
}
