import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { audit } from '../../db/queries/audit.ts';
import { mailOf } from '../../db/queries/inbox.ts';
import { RAW_MAIL, storageKey } from '../../db/storage.ts';
import { DomainError } from '../../domain/errors.ts';
import { mayAct } from '../../domain/rights.ts';
import { propertiesFor } from '../../domain/roles.ts';
import { contextOf } from '../context.ts';
import type { Services } from '../trpc.ts';

/**
 * `GET /api/mails/<id>.eml`: a message as it came, byte for byte, as proof and for another mail program; only to be
 * saved, never shown within our pages. That it was taken is written into the audit.
 */
export async function rawMailRoutes(scope: FastifyInstance, services: Services): Promise<void> {
  scope.get('/api/mails/:id.eml', async (request, reply) => {
    const input = z.object({ id: z.uuid() }).safeParse(request.params);
    if (!input.success) throw new DomainError('notFound');
    const { workspace, viewer } = await contextOf(services, request, reply, { entrance: 'management' });
    if (viewer.kind !== 'employee') throw new DomainError('signInNeeded');
    if (!mayAct(viewer, 'triage')) throw new DomainError('forbidden');
    const mail = await mailOf(workspace, propertiesFor(viewer.rights, 'triage'), input.data.id);
    const key = mail && storageKey(workspace.id, mail.sha256, RAW_MAIL);
    if (!key || !(await services.files.has(key))) throw new DomainError('notFound');
    const actor = { kind: 'employee', id: viewer.personId };
    await audit(workspace.query.bind(workspace), { actor, what: 'mail.raw', subjectId: mail.id });
    return reply
      .headers({
        'content-type': 'message/rfc822',
        'content-disposition': `attachment; filename="${mail.id}.eml"`,
        'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
      })
      .send(services.files.stream(key));
  });
}
