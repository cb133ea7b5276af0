import { type Accessor, createSignal } from 'solid-js';
import { type Problem, type RefusedFact, refuses } from '../domain/problem.ts';
import type { Refusal } from './api.ts';
import { sayRefusal } from './refusals.ts';

export type Checks = {
  /** What is wrong with a field: said once somebody has tried to save, or by the server. */
  errorOf: (field: string) => string | undefined;
  /** Whether it can be sent; from now on what is missing is said. */
  ready: () => boolean;
  /** Why it was refused, where no field of the form says so. */
  rest: () => string | undefined;
};

const saidOf = ({ code, details }: Problem & { code: RefusedFact }): string => sayRefusal({ code, details });

/** Says beside each field of a form what is wrong with it: by the rules that the server has too, and by its answer. */
export function createChecks(
  problems: Accessor<readonly Problem[]>,
  refusal: Accessor<Refusal | undefined>,
  fields: readonly string[],
): Checks {
  const [tried, setTried] = createSignal(false);
  const wrong = () => problems().filter(refuses);
  /**
   * The field that an answer is about: those of a part (`person.email`) are told by their last name, a place in a list
   * (`facts.districts.1`) by the list's.
   */
  const refused = () => {
    const found = refusal();
    const named = found?.details.field ?? found?.field;
    const names = typeof named === 'string' ? named.split('.').filter((name) => !/^\d+$/.test(name)) : [];
    const field = names.at(-1) ?? '';
    return found && { found, field: fields.includes(field) ? field : null };
  };
  return {
    errorOf(field) {
      const own = tried() ? wrong().find((each) => each.field?.split('.')[0] === field) : undefined;
      if (own) return saidOf(own);
      const answer = refused();
      return answer?.field === field ? sayRefusal(answer.found) : undefined;
    },
    ready() {
      setTried(true);
      return wrong().length === 0;
    },
    rest() {
      const answer = refused();
      return answer && answer.field === null ? sayRefusal(answer.found) : undefined;
    },
  };
}

/** A whole number as it is typed; NaN for what is none, null for nothing. */
export function wholeIn(text: string): number | null {
  const typed = text.trim().replace(/[.\s](?=\d{3}\b)/g, '');
  if (typed === '') return null;
  return /^-?\d+$/.test(typed) ? Number(typed) : Number.NaN;
}

/** A number with a decimal comma as it is typed; NaN for what is none, null for nothing. */
export function decimalIn(text: string): number | null {
  const typed = text.trim().replace(',', '.');
  if (typed === '') return null;
  return /^\d+(\.\d+)?$/.test(typed) ? Number(typed) : Number.NaN;
}
