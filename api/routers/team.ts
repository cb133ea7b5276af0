import { z } from 'zod';
import { ticketFacts } from '../../db/access.ts';
import { accountIdOf } from '../../db/accounts.ts';
import { audit } from '../../db/queries/audit.ts';
import { approversOf, hire, keepRole, keepRoles, removeRole, roleRows, teamRows } from '../../db/queries/team.ts';
import { removeTotp, totpState } from '../../db/totp.ts';
import { DomainError } from '../../domain/errors.ts';
import { actorOf, employee, mayAct } from '../../domain/rights.ts';
import { assignments, colleague, ownRole } from '../../domain/team.ts';
import { tellOffice } from '../master-data.ts';
import { procedure, type RequestContext, router } from '../trpc.ts';

const administrators = employee('accounts');

/** Tells the open pages of these people, in every process, that their rights have changed. */
export function tellRights({ workspace, services }: RequestContext, personIds: readonly string[]): Promise<void> {
  const notice = { workspaceId: workspace.id, topic: 'rightsChanged', revision: 0 };
  return services.workspaces.notify(personIds.map((id) => ({ ...notice, id })));
}

/** Who works here, and what they may do. */
export const teamRouter = router({
  /** Everybody with their roles, all roles, and whether a second factor is demanded. */
  list: procedure(administrators).query(async ({ ctx }) => {
    const [people, roles, [demanded]] = await Promise.all([
      teamRows(ctx.workspace),
      roleRows(ctx.workspace),
      ctx.workspace.query<{ value: boolean }>(`select value from setting where key = 'totpRequired'`),
    ]);
    return { people, roles, totpRequired: demanded?.value === true };
  }),

  /** Gives somebody exactly these roles; what they have open shows it at once. */
  setRoles: procedure(administrators)
    .input(z.object({ personId: z.uuid(), active: z.boolean(), onCall: z.boolean(), roles: assignments }))
    .mutation(async ({ ctx, input: { personId, ...given } }) => {
      const affected = await keepRoles(ctx.workspace, personId, given, actorOf(ctx.viewer) ?? {});
      await tellRights(ctx, affected);
    }),

  /** Writes somebody down who works here from now on, with their roles; repeated with the same id it is the same. */
  hire: procedure(administrators)
    .input(z.object({ id: z.uuid(), colleague, onCall: z.boolean(), roles: assignments }))
    .mutation(async ({ ctx, input }) => {
      await hire(ctx.workspace, { ...input, actor: actorOf(ctx.viewer) ?? {} });
      await tellOffice(ctx, input.id);
    }),

  /** Makes a role of the company's own, or changes one for all who hold it. */
  saveRole: procedure(administrators)
    .input(z.object({ key: z.uuid().nullable(), role: ownRole }))
    .mutation(async ({ ctx, input }) => {
      const { key, affected } = await keepRole(ctx.workspace, input.key, input.role, actorOf(ctx.viewer) ?? {});
      await tellRights(ctx, affected);
      return { key };
    }),

  /** Takes a role away that nobody holds. */
  removeRole: procedure(administrators)
    .input(z.object({ key: z.string().max(60) }))
    .mutation(({ ctx, input }) => removeRole(ctx.workspace, input.key, actorOf(ctx.viewer) ?? {})),

  /** Whether those who work here sign in with a second factor. Who demands it has one: nobody locks themselves out. */
  setTotpRequired: procedure(administrators)
    .input(z.object({ required: z.boolean() }))
    .mutation(async ({ ctx, input }) => {
      const own = ctx.session && (await totpState(ctx.workspace, ctx.session.accountId));
      if (input.required && !own?.confirmedAt) throw new DomainError('totpNeeded');
      await ctx.workspace.transaction(async (q) => {
        const [before] = await q<{ value: boolean }>(`select value from setting where key = 'totpRequired' for update`);
        await q(
          `insert into setting (key, value) values ('totpRequired', $1)
           on conflict (key) do update set value = excluded.value`,
          [JSON.stringify(input.required)],
        );
        const actor = actorOf(ctx.viewer) ?? {};
        await audit(q, { actor, what: 'settings.totpRequired', before: before?.value === true, after: input.required });
      });
      const people = await teamRows(ctx.workspace);
      await tellRights(ctx, input.required ? people.filter((one) => !one.secondFactor).map(({ id }) => id) : []);
    }),

  /** For somebody who has lost their phone and their codes: takes the second factor away and ends their sessions. */
  resetTotp: procedure(administrators)
    .input(z.object({ personId: z.uuid() }))
    .mutation(async ({ ctx, input }) => {
      const known = await ctx.workspace.query('select 1 from employee where person_id = $1', [input.personId]);
      const accountId = known.length > 0 ? await accountIdOf(ctx.workspace, input.personId) : undefined;
      if (accountId === undefined || !(await removeTotp(ctx.workspace, accountId))) throw new DomainError('notFound');
      await ctx.services.accounts.revokeAll(ctx.workspace, accountId, null);
      const entry = { actor: actorOf(ctx.viewer) ?? {}, what: 'account.resetTotp', subjectId: input.personId };
      await audit(ctx.workspace.query.bind(ctx.workspace), entry);
    }),

  /** Who may order or approve so much on a ticket's property, for whose limit is lower. */
  approvers: procedure(employee('order', 'approve'))
    .input(z.object({ ticketId: z.uuid(), act: z.enum(['order', 'approve']), amountCents: z.int().min(0).nullable() }))
    .query(async ({ ctx, input: { ticketId, ...wanted } }) => {
      const facts = await ticketFacts(ctx.workspace, ticketId);
      const { viewer } = ctx;
      if (!facts || viewer.kind !== 'employee' || !mayAct(viewer, wanted.act, facts.propertyId))
        throw new DomainError('notFound');
      return approversOf(ctx.workspace, { ...wanted, propertyId: facts.propertyId, without: viewer.personId });
    }),
});
