import { z } from 'zod';
import type { Query } from '../../db/pool.ts';
import { categoryVersions } from '../../db/queries/categories.ts';
import type { StoredCommand } from '../../db/queries/commands.ts';
import { placeOf, type ReportedPlace } from '../../db/queries/directory.ts';
import { insertTicket, takeTicket } from '../../db/queries/intake.ts';
import { DomainError } from '../../domain/errors.ts';
import { spreadOf } from '../../domain/lifecycle/ball.ts';
import type { Actor } from '../../domain/parties.ts';
import { urgencies } from '../../domain/policy/policy.ts';
import { areAnswers, type Category, judge, offeredIn } from '../../domain/report/categories.ts';
import { ownerRule } from '../../domain/report/ownership.ts';
import { toInstant } from '../../domain/time/berlin.ts';
import type { RequestContext } from '../trpc.ts';
import { assertSame } from './act.ts';
import { beginLater, engineSeemsAway } from './begin.ts';
import { makeFindableSoon } from './findable.ts';
import { fileIds, words } from './said.ts';

/** What somebody reports, as their form sends it. */
export const report = z.object({
  ticketId: z.uuid(),
  commandId: z.uuid(),
  buildingId: z.uuid(),
  unitId: z.uuid().nullable(),
  place: z.enum(['unit', 'common']),
  /** The version of the categories that the form was made of; the one in force where nothing is said. */
  categoryVersion: z.int().min(1).optional(),
  category: z.string().max(60),
  answers: z.record(z.string().max(60), z.string().max(60)).default({}),
  /** Only where the answers say nothing higher. */
  urgency: z.enum(urgencies).default('normal'),
  title: z.string().trim().min(3).max(120),
  description: words.default(''),
  accessWishes: z.string().trim().max(1_000).default(''),
  files: fileIds,
});
export type Report = z.infer<typeof report>;

/** A report is taken when its row is written; `kept` says that the engine was away a moment ago. */
export interface TakenReport {
  state: 'taken' | 'kept';
  ticketId: string;
  number: string;
}

/**
 * Takes a report by this reporter and starts its ticket. The front door stays open: while worker or engine are away it
 * is stored, numbered and at the desk.
 */
export async function takeReport(
  ctx: RequestContext,
  input: Report,
  by: {
    actor: Actor;
    reporterId: string | null;
    unconfirmedId: string | null;
    /** The place, where it is known already. */
    at?: ReportedPlace;
    /** Who sent the photos, where it is not the actor. */
    uploader?: object;
    /** Done first in the same transaction; what it throws takes nothing. */
    before?: (q: Query) => Promise<void>;
  },
): Promise<TakenReport> {
  const place = by.at ?? (await placeOf(ctx.workspace, input.buildingId, input.unitId));
  if (!place) throw new DomainError('notFound');
  const { version, category } = await reportedAs(ctx, input, place);
  const judged = judge(category, input.answers).urgency;
  const urgency = judged === 'normal' ? input.urgency : judged;
  const reporter = (by.reporterId ?? by.unconfirmedId) ? by.actor : null;
  const command: StoredCommand = {
    id: input.commandId,
    noun: 'ticket',
    subjectId: input.ticketId,
    type: 'report',
    actor: by.actor,
    at: toInstant(Date.now()),
    facts: {
      policy: place.policy,
      spread: spreadOf(input.ticketId),
      urgency,
      federalState: place.federalState,
      category: category.id,
      place: input.place,
      reporter: by.actor.kind === 'employee' ? behind(by) : reporter,
      assignee: null,
      owner:
        place.unitId && category.trade
          ? ownerRule({
              managementType: place.managementType,
              rented: place.rented,
              place: input.place,
              trade: category.trade,
            })
          : null,
    },
    words: input.description ? { text: input.description } : {},
    files: input.files,
  };
  const ticket = {
    propertyId: place.propertyId,
    buildingId: place.buildingId,
    unitId: input.unitId,
    place: input.place,
    reporterId: by.reporterId,
    unconfirmedId: by.unconfirmedId,
    category: category.id,
    categoryVersion: version,
    urgency,
    title: input.title,
    description: input.description,
    answers: Object.entries(input.answers).map(([question, given]) => ({ question, answer: given })),
    accessWishes: input.accessWishes,
    policy: place.policy,
  };
  const { before, uploader } = by;
  const { number, isNew } = before
    ? await ctx.workspace.transaction(async (q) => {
        await before(q);
        return insertTicket(q, command, ticket, uploader);
      })
    : await takeTicket(ctx.workspace, command, ticket, uploader);
  // What was stored first is what was said: a repeated request can't say something else.
  const known = isNew ? undefined : await assertSame(ctx.workspace, command);
  // The row is written: that is the answer. A known report is begun once more, which has no second effect.
  beginLater(ctx.services, ctx.workspace, known ?? command);
  makeFindableSoon(ctx.workspace);
  return { state: engineSeemsAway() ? 'kept' : 'taken', ticketId: input.ticketId, number };
}

/**
 * The category by the version that the form was made of: one that was opened before a new one was published goes by
 * what it shows. Throws `badInput` for what that version does not offer there, and for answers that nobody was asked.
 */
async function reportedAs(
  { workspace }: RequestContext,
  { categoryVersion, category: id, place, answers }: Report,
  { categories }: ReportedPlace,
): Promise<{ version: number; category: Category }> {
  const version = categoryVersion ?? categories;
  const document = await categoryVersions.document(workspace, version).catch((error: unknown) => {
    throw error instanceof DomainError ? new DomainError('badInput') : error;
  });
  const category = offeredIn(document).find((offered) => offered.id === id);
  if (!category?.places.includes(place) || !areAnswers(category, answers)) throw new DomainError('badInput');
  return { version, category };
}

/** For whom an employee writes a report down: the rules know somebody unconfirmed by the name that reported. */
function behind({ reporterId, unconfirmedId }: { reporterId: string | null; unconfirmedId: string | null }) {
  if (unconfirmedId) return { kind: 'unconfirmed', id: unconfirmedId };
  return reporterId ? { kind: 'person', id: reporterId } : null;
}
