import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { DomainError } from '../../domain/errors.ts';
import { actorOf } from '../../domain/rights.ts';
import { contextOf } from '../context.ts';
import type { Services } from '../trpc.ts';
import { printable } from '../uploads.ts';
import { type Dossier, dossierOf, fileName } from './dossier.ts';
import { dossierPaper, type Picture } from './paper.ts';

const asked = z.object({
  id: z.uuid(),
  ending: z.enum(['pdf', 'json']),
  scope: z.enum(['whole', 'outside']).default('whole'),
  locale: z.enum(['de', 'en']).optional(),
});

/** How many pictures a paper shows; the others stand in it with their names and hashes. */
const PICTURES = 40;

/**
 * `GET /api/tickets/<id>/dossier.pdf` and `.json`: one ticket's whole history with its proof, for employees who may
 * triage it. That it was taken is written into the audit.
 */
export async function dossierRoutes(scope: FastifyInstance, services: Services): Promise<void> {
  scope.get('/api/tickets/:id/dossier.:ending', async (request, reply) => {
    const input = asked.safeParse({ ...(request.query as object), ...(request.params as object) });
    if (!input.success) throw new DomainError('notFound');
    const { id, ending, scope: wanted, locale } = input.data;
    const ctx = await contextOf(services, request, reply, { entrance: 'management' });
    const actor = actorOf(ctx.viewer);
    if (ctx.viewer.kind !== 'employee' || actor === undefined) throw new DomainError('signInNeeded');
    await services.limits.count(ctx.workspace, 'dossierPerPerson', ctx.viewer.personId);
    const dossier = await dossierOf(ctx.workspace, ctx.viewer, id, wanted);
    const json = Buffer.from(`${JSON.stringify(dossier, null, 1)}\n`);
    const bytes =
      ending === 'json'
        ? json
        : Buffer.from(
            await dossierPaper(
              dossier,
              json,
              await picturesOf(dossier, (sha256) => printable(services, ctx.workspace, sha256)),
              locale ?? ctx.locale,
            ),
          );
    await ctx.workspace.query(
      `insert into audit (actor, what, subject_id, after) values ($1, 'ticket.dossier', $2, $3)`,
      [
        JSON.stringify(actor),
        id,
        JSON.stringify({ ending, scope: wanted, seq: dossier.head.seq, hash: dossier.head.hash }),
      ],
    );
    return reply
      .type(ending === 'pdf' ? 'application/pdf' : 'application/json')
      .header('content-disposition', `attachment; filename="${fileName(dossier, ending)}"`)
      .send(bytes);
  });
}

async function picturesOf(dossier: Dossier, read: (sha256: string) => Promise<Uint8Array>): Promise<Picture[]> {
  const pictures: Picture[] = [];
  for (const { id, mediaType, sha256 } of dossier.files) {
    if (pictures.length === PICTURES) break;
    if (!mediaType.startsWith('image/')) continue;
    // One that can't be read any more still stands in the paper, with its name and hash.
    const bytes = await read(sha256).catch(() => undefined);
    if (bytes) pictures.push({ id, bytes });
  }
  return pictures;
}
