import { z } from 'zod';
import { giveProxy, possibleHolders, proxyOf, withdrawProxy } from '../../db/queries/proxies.ts';
import { DomainError } from '../../domain/errors.ts';
import { actorOf, campaignLink, employee, owner, resident, type Viewer } from '../../domain/rights.ts';
import { choices } from '../../domain/vote/count.ts';
import { procedure } from '../trpc.ts';
import { campaignOfOffice } from '../views/campaign.ts';
import { answered } from './closing.ts';
import { assertAsked, personIn } from './participant.ts';
import { attachOnce } from './scan.ts';

/** By which kind of link somebody came, for the audit. */
const linkOf = ({ kind }: Viewer) => (kind === 'campaignLink' ? kind : null);

/** Who votes for whom: proxies as they are given, entered from paper and withdrawn (§ 25 (3) WEG). */
export const proxyProcedures = {
  /** Who could hold a proxy for one of those whom a vote asks, for the office that enters one from paper. */
  holders: procedure(employee())
    .input(z.object({ id: z.uuid(), personId: z.uuid(), text: z.string().trim().max(100).default('') }))
    .query(async ({ ctx, input: { id, personId, text } }) => {
      const { voting } = await campaignOfOffice(ctx.workspace, ctx.viewer, id);
      if (ctx.viewer.kind !== 'employee' || voting === null) throw new DomainError('notFound');
      const anybody = voting.proxies.holders === 'anybody';
      return possibleHolders(ctx.workspace, ctx.viewer.rights, { campaignId: id, personId, text, anybody });
    }),

  /** Gives somebody a proxy: one's own vote, or (the office) one that came on paper with its scan. */
  giveProxy: procedure(employee(), resident, owner, campaignLink)
    .input(
      z.object({
        id: z.uuid(),
        proxyId: z.uuid(),
        voterId: z.uuid(),
        personId: z.uuid().optional(),
        holderId: z.uuid(),
        instruction: z.enum(choices).nullable(),
        fileId: z.uuid().nullable().default(null),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const { id, proxyId, voterId, holderId, instruction, fileId } = input;
      const by = actorOf(ctx.viewer);
      if (!by) throw new DomainError('notFound');
      let personId = input.personId;
      if (ctx.viewer.kind === 'employee') {
        await campaignOfOffice(ctx.workspace, ctx.viewer, id);
        // § 25 (3) WEG: what the office enters was given in text form somewhere else.
        if (fileId === null) throw new DomainError('fieldRequired');
        await attachOnce(ctx, { fileId, campaignId: id, commandId: proxyId });
      } else {
        await assertAsked(ctx.workspace, ctx.viewer, id);
        if (fileId !== null) throw new DomainError('badInput');
        personId = personIn(ctx.viewer);
      }
      if (personId === undefined) throw new DomainError('badInput');
      await giveProxy(ctx.workspace, {
        id: proxyId,
        campaignId: id,
        voterId,
        personId,
        holderId,
        instruction,
        fileId,
        by,
        link: linkOf(ctx.viewer),
      });
      ctx.services.wakeMailroom(ctx.workspace);
      answered(ctx.services, ctx.workspace, id);
    }),

  /** Withdraws a proxy: its giver, or the office in their name. */
  withdrawProxy: procedure(employee(), resident, owner, campaignLink)
    .input(z.object({ proxyId: z.uuid() }))
    .mutation(async ({ ctx, input }) => {
      const by = actorOf(ctx.viewer);
      const proxy = await proxyOf(ctx.workspace, input.proxyId);
      if (!proxy || !by) throw new DomainError('notFound');
      if (ctx.viewer.kind === 'employee') await campaignOfOffice(ctx.workspace, ctx.viewer, proxy.campaignId);
      else {
        await assertAsked(ctx.workspace, ctx.viewer, proxy.campaignId);
        if (proxy.personId !== personIn(ctx.viewer)) throw new DomainError('notFound');
      }
      await withdrawProxy(ctx.workspace, input.proxyId, { by, link: linkOf(ctx.viewer) });
      answered(ctx.services, ctx.workspace, proxy.campaignId);
    }),
};
