import { z } from 'zod';
import { contactOf } from '../../db/queries/contact.ts';
import {
  keepPreferences,
  keepQuiet,
  type PreferencesRow,
  preferencesOf,
  quietOf,
} from '../../db/queries/preferences.ts';
import { DomainError } from '../../domain/errors.ts';
import { masked } from '../../domain/preferences/masked.ts';
import { preferences, quietHours, type Way, ways } from '../../domain/preferences/preferences.ts';
import {
  actorOf,
  contractor,
  employee,
  mayAct,
  owner,
  preferencesLink,
  resident,
  type Viewer,
} from '../../domain/rights.ts';
import { propertiesFor } from '../../domain/roles.ts';
import { employeeIn } from '../employee.ts';
import { procedure, type RequestContext, router } from '../trpc.ts';

const office = employee('masterData', 'accounts');
const administrators = employee('settings');
const everybody = [employee(), resident, owner, contractor, preferencesLink] as const;
const wanted = z.object({ way: z.enum(ways), preferences });

/** Whose preferences a viewer has: their own, through whatever door. */
function selfIn(viewer: Viewer): string {
  if ('personId' in viewer) return viewer.personId;
  throw new DomainError('forbidden');
}

/** What a page shows. Who holds only a link learns no address that they do not know. */
function viewOf({ reach, ...row }: PreferencesRow, hidden: boolean) {
  const shown = Object.fromEntries(
    ways.map((way) => [way, hidden && reach[way] !== null ? masked(way, reach[way]) : reach[way]]),
  ) as Record<Way, string | null>;
  return { ...row, reach: shown };
}

/** Throws `notFound` for whom an employee may not know of; colleagues are the business of who gives accounts. */
async function assertKnown(ctx: RequestContext, personId: string): Promise<void> {
  const { workspace } = ctx;
  const viewer = employeeIn(ctx);
  const [colleague] = await workspace.query('select from employee where person_id = $1 and active', [personId]);
  const known = colleague
    ? mayAct(viewer, 'accounts')
    : await contactOf(workspace, propertiesFor(viewer.rights, 'masterData'), personId);
  if (!known) throw new DomainError('notFound');
}

async function found({ workspace, viewer }: RequestContext, personId: string) {
  const row = await preferencesOf(workspace, personId);
  if (!row) throw new DomainError('notFound');
  return viewOf(row, viewer.kind === 'preferencesLink');
}

async function keep(ctx: RequestContext, personId: string, given: z.infer<typeof wanted>): Promise<void> {
  const by = { actor: actorOf(ctx.viewer) ?? {}, link: ctx.viewer.kind === 'preferencesLink' ? ctx.viewer.kind : null };
  // The next mail of a day may be earlier than the mailroom thinks.
  if (await keepPreferences(ctx.workspace, personId, given, by, new Date().toISOString()))
    ctx.services.wakeMailroom(ctx.workspace);
}

export const preferencesRouter = router({
  /** How and when the caller hears of what. */
  get: procedure(...everybody).query(({ ctx }) => found(ctx, selfIn(ctx.viewer))),

  /** Keeps what the caller wishes. */
  set: procedure(...everybody)
    .input(wanted)
    .mutation(({ ctx, input }) => keep(ctx, selfIn(ctx.viewer), input)),

  /** How and when somebody hears of what, for the office. */
  ofPerson: procedure(office)
    .input(z.object({ personId: z.uuid() }))
    .query(async ({ ctx, input }) => {
      await assertKnown(ctx, input.personId);
      return found(ctx, input.personId);
    }),

  /** Keeps what somebody wishes, said to the office. */
  setForPerson: procedure(office)
    .input(wanted.extend({ personId: z.uuid() }))
    .mutation(async ({ ctx, input: { personId, ...given } }) => {
      await assertKnown(ctx, personId);
      await keep(ctx, personId, given);
    }),

  /** The hours in which the company disturbs nobody, for those who say nothing else. */
  quiet: procedure(administrators).query(({ ctx }) => quietOf(ctx.workspace.query.bind(ctx.workspace))),

  /** Sets them; null: there are none. */
  setQuiet: procedure(administrators)
    .input(z.object({ quiet: quietHours.nullable() }))
    .mutation(({ ctx, input }) => keepQuiet(ctx.workspace, input.quiet, actorOf(ctx.viewer) ?? {})),
});
