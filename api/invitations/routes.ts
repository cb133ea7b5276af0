import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { printSealing } from '../../db/invitation-secrets.ts';
import { audit } from '../../db/queries/audit.ts';
import { printFileOf } from '../../db/queries/invitations.ts';
import { DomainError } from '../../domain/errors.ts';
import { mayAct } from '../../domain/rights.ts';
import { contextOf } from '../context.ts';
import { actorIn, propertiesIn } from '../master-data.ts';
import type { Services } from '../trpc.ts';

/** `GET /api/invitations/<id>.pdf`: the letters of a round in one file, until they are marked as posted. */
export async function invitationFileRoutes(scope: FastifyInstance, services: Services): Promise<void> {
  scope.get('/api/invitations/:id.pdf', async (request, reply) => {
    const input = z.object({ id: z.uuid() }).safeParse(request.params);
    if (!input.success) throw new DomainError('notFound');
    const ctx = await contextOf(services, request, reply, { entrance: 'management' });
    const { workspace, viewer, locale } = ctx;
    if (viewer.kind !== 'employee') throw new DomainError('signInNeeded');
    if (!mayAct(viewer, 'masterData')) throw new DomainError('forbidden');
    const { id } = input.data;
    const { sealed, madeAt } = await printFileOf(workspace, propertiesIn(ctx, 'masterData'), id);
    // Whoever has this file has the codes of all in it.
    await audit(workspace.query.bind(workspace), { actor: actorIn(ctx), what: 'invitation.print', subjectId: id });
    const title = locale === 'de' ? 'Einladungen' : 'Invitations';
    const day = madeAt.slice(0, 16).replace('T', '-').replace(':', '');
    return reply
      .type('application/pdf')
      .header('content-disposition', `attachment; filename="${title}-${day}.pdf"`)
      .header('cache-control', 'no-store')
      .send(printSealing(workspace).unseal(sealed, id));
  });
}
