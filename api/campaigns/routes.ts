import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { audit } from '../../db/queries/audit.ts';
import { DomainError } from '../../domain/errors.ts';
import { actorOf } from '../../domain/rights.ts';
import { contextOf } from '../context.ts';
import type { Services } from '../trpc.ts';
import { evidenceName, evidenceOf } from './evidence.ts';
import { evidencePaper } from './paper.ts';

const asked = z.object({
  id: z.uuid(),
  ending: z.enum(['pdf', 'json']),
  locale: z.enum(['de', 'en']).optional(),
  entrance: z.enum(['management', 'residents']).default('management'),
  link: z.string().max(200).optional(),
});

/**
 * `GET /api/campaigns/<id>/evidence.pdf` and `.json`: what proves a campaign, whole for the office, with their own answers
 * for those who were asked. That it was taken is written into the audit.
 */
export async function campaignRoutes(scope: FastifyInstance, services: Services): Promise<void> {
  scope.get('/api/campaigns/:id/evidence.:ending', async (request, reply) => {
    const input = asked.safeParse({ ...(request.query as object), ...(request.params as object) });
    if (!input.success) throw new DomainError('notFound');
    const { id, ending, locale, entrance, link } = input.data;
    const ctx = await contextOf(services, request, reply, { entrance, ...(link && { link }) });
    const actor = actorOf(ctx.viewer);
    if (actor === undefined) throw new DomainError(ctx.refusal ?? 'signInNeeded');
    await services.limits.count(ctx.workspace, 'dossierPerPerson', actor.id);
    const evidence = await evidenceOf(ctx.workspace, ctx.viewer, id);
    const json = Buffer.from(`${JSON.stringify(evidence, null, 1)}\n`);
    const bytes = ending === 'json' ? json : Buffer.from(await evidencePaper(evidence, json, locale ?? ctx.locale));
    await audit(ctx.workspace.query.bind(ctx.workspace), {
      actor,
      link: ctx.viewer.kind === 'campaignLink' ? 'campaign' : null,
      what: 'campaign.evidence',
      subjectId: id,
      after: { ending, scope: evidence.scope, seq: evidence.head.seq, hash: evidence.head.hash },
    });
    return reply
      .type(ending === 'pdf' ? 'application/pdf' : 'application/json')
      .header('content-disposition', `attachment; filename="${evidenceName(evidence, ending)}"`)
      .send(bytes);
  });
}
