import { z } from 'zod';
import type { Query } from '../../db/pool.ts';
import { erasurePlanOf } from '../../db/privacy/plan.ts';
import {
  availableUntil,
  changeRequest,
  enterRequest,
  extensionOf,
  holdsOf,
  liftHold,
  openRequests,
  type PrivacyRequest,
  privacyRequest,
  privacyRequests,
  requestsOf,
  setHold,
} from '../../db/privacy/requests.ts';
import { nameOf } from '../../db/queries/known-people.ts';
import { DomainError } from '../../domain/errors.ts';
import { enteredRequest, handOverWays, identityProofs, reason, requestKinds } from '../../domain/privacy/request.ts';
import { planLines } from '../../domain/privacy/retention.ts';
import { actorOf, contractor, employee, mayAct, owner, resident } from '../../domain/rights.ts';
import { berlinClock, toInstant } from '../../domain/time/berlin.ts';
import { actorIn } from '../master-data.ts';
import { attend } from '../privacy/attend.ts';
import { procedure, type RequestContext, router } from '../trpc.ts';

const keepers = employee('privacy');
const byId = z.object({ id: z.uuid() });
const LISTED = 200;

const today = () => berlinClock(toInstant(Date.now())).day;
const queryIn = ({ workspace }: RequestContext): Query => workspace.query.bind(workspace);

/** Who answers requests: they administrate every property. Throws `forbidden` for everybody else. */
function keeper(ctx: RequestContext): string {
  if (ctx.viewer.kind !== 'employee' || !mayAct(ctx.viewer, 'privacy')) throw new DomainError('forbidden');
  return ctx.viewer.personId;
}

/** Whose own data it is about. */
function selfIn({ viewer }: RequestContext): string {
  if (viewer.kind !== 'person' && viewer.kind !== 'contractor') throw new DomainError('forbidden');
  return viewer.personId;
}

/** What people see of their own request: nothing of how the office goes about it. */
function ownView(request: PrivacyRequest) {
  const { id, kind, state, receivedOn, dueOn, availableUntil: until, handedOverOn, extendedBy, settledAt } = request;
  const said = state === 'refused' || extendedBy > 0 ? request.reason : '';
  return { id, kind, state, receivedOn, dueOn, availableUntil: until, handedOverOn, reason: said, settledAt };
}

/** Changes a request by the office, then lets its workflow look at it. */
async function change(ctx: RequestContext, act: Omit<Parameters<typeof changeRequest>[1], 'actor'>): Promise<void> {
  keeper(ctx);
  await ctx.workspace.transaction((q) => changeRequest(q, { ...act, actor: actorIn(ctx) }));
  await attend(ctx, act.id);
}

/** What people ask about their own data, what keeps it, and how it is erased (Art. 12, 15, 17 DSGVO). */
export const privacyRouter = router({
  /** The requests and holds of the company. */
  list: procedure(keepers).query(async ({ ctx }) => {
    keeper(ctx);
    return { requests: await privacyRequests(queryIn(ctx), LISTED), holds: await holdsOf(queryIn(ctx), null) };
  }),

  /** How many requests wait for the office's answer. */
  count: procedure(keepers).query(({ ctx }) => {
    keeper(ctx);
    return openRequests(queryIn(ctx));
  }),

  /** One person: what they asked, what is held, and what erasing would do today. */
  ofPerson: procedure(keepers)
    .input(z.object({ personId: z.uuid() }))
    .query(async ({ ctx, input: { personId } }) => {
      keeper(ctx);
      const q = queryIn(ctx);
      const [person] = await q<{ id: string; name: string }>(
        `select p.id, ${nameOf('p')} as name from person p where p.id = $1`,
        [personId],
      );
      if (!person) throw new DomainError('notFound');
      const requests = await requestsOf(q, personId);
      const erasure = requests.find(({ kind, state }) => kind === 'erasure' && ['open', 'erasing'].includes(state));
      const known = erasure?.kept?.mentions ?? [];
      const plan = await erasurePlanOf(q, personId, { asked: erasure?.receivedOn ?? null, mentions: known });
      const mentions = plan.fates.flatMap(({ item }) => (item.kind === 'mentions' ? [item.id] : []));
      const places = await q<{ id: string; noun: string; number: string; title: string }>(
        'select id, noun, number, title from lifecycle_row where id = any($1::uuid[]) order by number',
        [mentions],
      );
      return { person, requests, holds: await holdsOf(q, personId), lines: planLines(plan), mentions: places };
    }),

  /** Enters what somebody asked by another way than the portal; repeated with the same id it is the same. */
  enter: procedure(keepers)
    .input(byId.extend(enteredRequest.shape))
    .mutation(async ({ ctx, input }) => {
      keeper(ctx);
      if (input.receivedOn > today()) throw new DomainError('badInput', { field: 'receivedOn' });
      await ctx.workspace.transaction((q) => enterRequest(q, { ...input, actor: actorIn(ctx) }));
      await attend(ctx, input.id);
    }),

  /** Notes how it was made sure that it is that person (Art. 12 (6)). */
  identify: procedure(keepers)
    .input(byId.extend({ identity: z.enum(identityProofs) }))
    .mutation(({ ctx, input: { id, identity } }) =>
      change(ctx, { id, what: 'identified', from: ['open', 'released', 'expired'], change: { identity } }),
    ),

  /** Makes the period longer, with the reason that the person is told (Art. 12 (3)). */
  extend: procedure(keepers)
    .input(byId.extend({ months: z.int().min(1).max(2), reason }))
    .mutation(async ({ ctx, input: { id, months, reason: why } }) => {
      keeper(ctx);
      const extendedBy = extensionOf(await privacyRequest(queryIn(ctx), id), months, today());
      await change(ctx, { id, what: 'extended', from: ['open'], change: { extendedBy, reason: why } });
    }),

  /** Lets the person fetch the copy for a while. */
  release: procedure(keepers)
    .input(byId.extend({ withoutInternal: z.boolean() }))
    .mutation(async ({ ctx, input: { id, withoutInternal } }) => {
      keeper(ctx);
      if ((await privacyRequest(queryIn(ctx), id)).identity === null) throw new DomainError('identityNeeded');
      await change(ctx, {
        id,
        what: 'released',
        kind: 'access',
        from: ['open', 'expired'],
        change: { state: 'released', withoutInternal, availableUntil: availableUntil(new Date()) },
      });
    }),

  /** Notes that the copy was handed out by another way. */
  handOver: procedure(keepers)
    .input(byId.extend({ on: z.iso.date('fieldRequired'), by: z.enum(handOverWays) }))
    .mutation(async ({ ctx, input: { id, on, by } }) => {
      keeper(ctx);
      if (on > today()) throw new DomainError('badInput', { field: 'on' });
      if ((await privacyRequest(queryIn(ctx), id)).identity === null) throw new DomainError('identityNeeded');
      await change(ctx, {
        id,
        what: 'handedOver',
        kind: 'access',
        from: ['open', 'released', 'expired'],
        change: { state: 'handedOver', handedOver: { on, by }, availableUntil: null },
      });
    }),

  /** Refuses, with the reason that the person is told (Art. 12 (4)). */
  refuse: procedure(keepers)
    .input(byId.extend({ reason }))
    .mutation(({ ctx, input: { id, reason: why } }) =>
      change(ctx, { id, what: 'refused', from: ['open', 'expired'], change: { state: 'refused', reason: why } }),
    ),

  /** Erases what may go, now; the rest when its retention is over. */
  erase: procedure(keepers)
    .input(byId)
    .mutation(async ({ ctx, input: { id } }) => {
      keeper(ctx);
      if ((await privacyRequest(queryIn(ctx), id)).identity === null) throw new DomainError('identityNeeded');
      await ctx.workspace.transaction(async (q) => {
        await changeRequest(q, {
          id,
          what: 'erasureBegun',
          kind: 'erasure',
          actor: actorIn(ctx),
          from: ['open'],
          change: { state: 'erasing' },
        });
        await q('update privacy_request set next_on = berlin_today() where id = $1', [id]);
      });
      await attend(ctx, id);
    }),

  /** Keeps everything of a person, until a day or until it is lifted. */
  setHold: procedure(keepers)
    .input(byId.extend({ personId: z.uuid(), reason, until: z.iso.date('badInput').nullable() }))
    .mutation(async ({ ctx, input }) => {
      const employeeId = keeper(ctx);
      if (input.until !== null && input.until < today()) throw new DomainError('datePast', { field: 'until' });
      await ctx.workspace.transaction((q) => setHold(q, { ...input, employeeId }));
    }),

  /** Ends a hold; what it kept alone goes with the next run of its erasure. */
  liftHold: procedure(keepers)
    .input(byId)
    .mutation(async ({ ctx, input: { id } }) => {
      const employeeId = keeper(ctx);
      const erasing = await ctx.workspace.transaction(async (q) => {
        const personId = await liftHold(q, { id, employeeId });
        return q<{ id: string }>(
          `update privacy_request set next_on = berlin_today() where person_id = $1 and state = 'erasing' returning id`,
          [personId],
        );
      });
      for (const request of erasing) await attend(ctx, request.id);
    }),

  /** What somebody has asked themselves. */
  mine: procedure(resident, owner, contractor).query(async ({ ctx }) =>
    (await requestsOf(queryIn(ctx), selfIn(ctx))).map(ownView),
  ),

  /** Asks for a copy of one's own data, or for its erasure; who is signed in has proven who they are. */
  ask: procedure(resident, owner, contractor)
    .input(byId.extend({ kind: z.enum(requestKinds) }))
    .mutation(async ({ ctx, input: { id, kind } }) => {
      const personId = selfIn(ctx);
      await ctx.services.limits.count(ctx.workspace, 'mailLinkPerPerson', `privacy ${personId}`);
      await ctx.workspace.transaction(async (q) => {
        const [taken] = await q('select 1 from privacy_request where id = $1 and person_id <> $2', [id, personId]);
        if (taken) throw new DomainError('notFound');
        await enterRequest(q, {
          id,
          kind,
          personId,
          receivedOn: today(),
          way: 'portal',
          identity: 'signedIn',
          actor: actorOf(ctx.viewer) ?? {},
        });
      });
      await attend(ctx, id);
    }),

  /** Takes back what one asked, while nothing came of it. */
  withdraw: procedure(resident, owner, contractor)
    .input(byId)
    .mutation(async ({ ctx, input: { id } }) => {
      const personId = selfIn(ctx);
      await ctx.workspace.transaction(async (q) => {
        if ((await privacyRequest(q, id)).personId !== personId) throw new DomainError('notFound');
        await changeRequest(q, {
          id,
          what: 'withdrawn',
          actor: actorOf(ctx.viewer) ?? {},
          from: ['open'],
          change: { state: 'withdrawn' },
        });
      });
      await attend(ctx, id);
    }),
});
