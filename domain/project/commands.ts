import { z } from 'zod';
import { policyRules } from '../policy/document.ts';
import { urgencies } from '../policy/policy.ts';
import type { Act } from '../ticket/commands.ts';
import { federalState } from '../time/workingTime.ts';
import {
  ITEMS_MOST,
  JOINED_MOST,
  joinedNouns,
  NEEDS_MOST,
  PARTIES_MOST,
  responsibleParty,
  TODOS_MOST,
  todoNumber,
} from './state.ts';

/** The longest period between two to-dos: two years, in minutes. */
const LONGEST = 2 * 365 * 24 * 60;

const minutes = z.int().min(0).max(LONGEST);
/** A period between to-dos: working time or clock time. */
export const todoPeriod = z.union([z.strictObject({ working: minutes }), z.strictObject({ clock: minutes })]);

/** When a to-do is to be done, see `When`. */
export const when = z.union([
  z.strictObject({ on: z.iso.date() }),
  z.strictObject({ after: todoNumber, period: todoPeriod }),
]);

const needs = z.array(todoNumber).max(NEEDS_MOST);

/** A to-do as a plan brings it. Numbers are places in the plan, counted from 1. */
const plannedTodo = z.object({
  who: z
    .int()
    .min(0)
    .max(PARTIES_MOST - 1),
  when,
  needs: needs.optional(),
});

/** The facts of each act on a project. Words (names of to-dos, comments) are stored with the command and never sent. */
export const projectCommand = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('start'),
    policy: z.int(),
    rules: policyRules.optional(),
    urgency: z.enum(urgencies),
    federalState,
    template: z.object({ id: z.string().max(60), version: z.int() }).nullable(),
    lead: z.uuid().nullable(),
    parties: z.array(responsibleParty).min(1).max(PARTIES_MOST),
    todos: z.array(plannedTodo).max(TODOS_MOST),
    joined: z
      .array(z.object({ noun: z.enum(joinedNouns), id: z.uuid() }))
      .max(JOINED_MOST)
      .optional(),
  }),
  z.object({ type: z.literal('add'), who: responsibleParty, when, needs: needs.optional() }),
  z.object({ type: z.literal('begin'), todo: todoNumber }),
  z.object({ type: z.literal('done'), todo: todoNumber }),
  z.object({ type: z.literal('drop'), todo: todoNumber }),
  /** Undoes `begin`, `done` and `drop`: it is to be done again. */
  z.object({ type: z.literal('reopen'), todo: todoNumber }),
  z.object({ type: z.literal('move'), todo: todoNumber, when }),
  z.object({ type: z.literal('depend'), todo: todoNumber, needs }),
  z.object({ type: z.literal('assign'), todo: todoNumber, to: responsibleParty }),
  z.object({
    type: z.literal('tick'),
    todo: todoNumber,
    item: z
      .int()
      .min(0)
      .max(ITEMS_MOST - 1),
    ticked: z.boolean(),
  }),
  /** About one to-do, or the whole (null). */
  z.object({ type: z.literal('comment'), todo: todoNumber.nullable() }),
  /** Other words for a to-do, or the whole (null). */
  z.object({ type: z.literal('rename'), todo: todoNumber.nullable() }),
  z.object({ type: z.literal('lead'), to: z.uuid().nullable() }),
  /** Whoever leads it or is responsible for something is no longer there: what was theirs comes back to the management. */
  z.object({ type: z.literal('left'), who: responsibleParty }),
  z.object({ type: z.literal('join'), noun: z.enum(joinedNouns), id: z.uuid() }),
  z.object({ type: z.literal('part'), noun: z.enum(joinedNouns), id: z.uuid() }),
  z.object({ type: z.literal('close') }),
  z.object({ type: z.literal('cancel') }),
  z.object({ type: z.literal('movePolicy'), policy: z.int(), rules: policyRules.optional() }),
]);
export type ProjectCommand = z.infer<typeof projectCommand>;
export type ProjectAct = Act & { command: ProjectCommand };
