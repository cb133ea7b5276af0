import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { changeRequest, type PrivacyRequest, privacyRequest } from '../../db/privacy/requests.ts';
import { audit } from '../../db/queries/audit.ts';
import { DomainError } from '../../domain/errors.ts';
import { actorOf, ENTRANCES, mayAct, type Viewer } from '../../domain/rights.ts';
import { berlinClock, toInstant } from '../../domain/time/berlin.ts';
import { contextOf } from '../context.ts';
import type { Services } from '../trpc.ts';
import { attend } from './attend.ts';
import { copyName, personalCopy } from './copy.ts';
import { copyPaper } from './paper.ts';

const asked = z.object({
  id: z.uuid(),
  ending: z.enum(['pdf', 'json']),
  entrance: z.enum(ENTRANCES).optional(),
  locale: z.enum(['de', 'en']).optional(),
});

/**
 * `GET /api/privacy/<id>/copy.pdf` and `.json`: what is stored about somebody, for the office while it deals with their
 * request, and for themselves as long as it lies ready. Each time is written into the audit with the file's hash; the
 * first time that the person takes it, it counts as handed out.
 */
export async function privacyRoutes(scope: FastifyInstance, services: Services): Promise<void> {
  scope.get('/api/privacy/:id/copy.:ending', async (request, reply) => {
    const input = asked.safeParse({ ...(request.query as object), ...(request.params as object) });
    if (!input.success) throw new DomainError('notFound');
    const { id, ending, entrance, locale } = input.data;
    const ctx = await contextOf(services, request, reply, { ...(entrance && { entrance }) });
    const { workspace, viewer } = ctx;
    const actor = actorOf(viewer);
    if (actor === undefined) throw new DomainError('signInNeeded');
    await services.limits.count(workspace, 'dossierPerPerson', personIdOf(viewer) ?? '');
    const q = workspace.query.bind(workspace);
    const wanted = await privacyRequest(q, id);
    const isOwn = mayTake(viewer, wanted);
    const copy = await personalCopy(workspace, wanted);
    const json = Buffer.from(`${JSON.stringify(copy, null, 1)}\n`);
    const bytes = ending === 'json' ? json : Buffer.from(await copyPaper(copy, json, locale ?? ctx.locale));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await workspace.transaction(async (t) => {
      await audit(t, {
        actor,
        what: 'privacy.copy',
        subjectId: wanted.personId,
        after: { request: id, ending, bytes: bytes.length, sha256 },
      });
      if (isOwn && wanted.state === 'released')
        await changeRequest(t, {
          id,
          what: 'handedOver',
          actor,
          from: ['released'],
          change: { state: 'handedOver', handedOver: { on: berlinClock(toInstant(Date.now())).day, by: 'download' } },
        });
    });
    if (isOwn && wanted.state === 'released') await attend(ctx, id);
    return reply
      .type(ending === 'pdf' ? 'application/pdf' : 'application/json')
      .header('content-disposition', `attachment; filename="${copyName(copy, ending)}"`)
      .send(bytes);
  });
}

function personIdOf(viewer: Viewer): string | undefined {
  return viewer.kind === 'employee' || viewer.kind === 'person' || viewer.kind === 'contractor'
    ? viewer.personId
    : undefined;
}

/** Whether it is their own; throws `notFound` for whom it does not exist (any more). */
function mayTake(viewer: Viewer, request: PrivacyRequest): boolean {
  if (request.kind !== 'access') throw new DomainError('notFound');
  if (mayAct(viewer, 'privacy') && ['open', 'released', 'expired', 'handedOver'].includes(request.state)) return false;
  const isOwn = personIdOf(viewer) === request.personId;
  const lies = request.availableUntil !== null && Date.now() < Date.parse(request.availableUntil);
  if (!isOwn || !lies || !['released', 'handedOver'].includes(request.state)) throw new DomainError('notFound');
  return true;
}
