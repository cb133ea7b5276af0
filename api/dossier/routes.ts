import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { audit } from '../../db/queries/audit.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { DomainError } from '../../domain/errors.ts';
import { actorOf, type Viewer } from '../../domain/rights.ts';
import { contextOf } from '../context.ts';
import type { Services } from '../trpc.ts';
import { printable } from '../uploads.ts';
import { fileName, type Scope } from './file.ts';
import { projectDossier } from './project.ts';
import { projectPaper } from './project-paper.ts';
import type { AnyDossier, Picture } from './proof-paper.ts';
import { ticketDossier } from './ticket.ts';
import { ticketPaper } from './ticket-paper.ts';
import type { Locale } from './words.ts';

const asked = z.object({
  id: z.uuid(),
  ending: z.enum(['pdf', 'json']),
  scope: z.enum(['whole', 'outside']).default('whole'),
  locale: z.enum(['de', 'en']).optional(),
});

/** How many pictures a paper shows; the others stand in it with their names and hashes. */
const PICTURES = 40;

/** How the dossier of a noun is made. Throws notFound for whoever may not take it. */
interface Maker<Made extends AnyDossier> {
  what: string;
  make(workspace: Workspace, viewer: Viewer, id: string, scope: Scope): Promise<Made>;
  paper(dossier: Made, json: Uint8Array, pictures: readonly Picture[], locale: Locale): Promise<Uint8Array>;
  number(dossier: Made): string;
}

/**
 * `GET /api/tickets/<id>/dossier.pdf` and `.json`, and the same of `projects`: the whole history with its proof, for
 * employees who may triage the ticket or plan the project. That it was taken is written into the audit.
 */
export async function dossierRoutes(scope: FastifyInstance, services: Services): Promise<void> {
  dossierRoute(scope, services, '/api/tickets', {
    what: 'ticket.dossier',
    make: ticketDossier,
    paper: ticketPaper,
    number: ({ ticket }) => ticket.number,
  });
  dossierRoute(scope, services, '/api/projects', {
    what: 'project.dossier',
    make: projectDossier,
    paper: projectPaper,
    number: ({ project }) => project.number,
  });
}

function dossierRoute<Made extends AnyDossier>(
  scope: FastifyInstance,
  services: Services,
  path: string,
  maker: Maker<Made>,
): void {
  scope.get(`${path}/:id/dossier.:ending`, async (request, reply) => {
    const input = asked.safeParse({ ...(request.query as object), ...(request.params as object) });
    if (!input.success) throw new DomainError('notFound');
    const { id, ending, scope: wanted, locale } = input.data;
    const ctx = await contextOf(services, request, reply, { entrance: 'management' });
    const actor = actorOf(ctx.viewer);
    if (ctx.viewer.kind !== 'employee' || actor === undefined) throw new DomainError('signInNeeded');
    await services.limits.count(ctx.workspace, 'dossierPerPerson', ctx.viewer.personId);
    const dossier = await maker.make(ctx.workspace, ctx.viewer, id, wanted);
    const json = Buffer.from(`${JSON.stringify(dossier, null, 1)}\n`);
    const pictures =
      ending === 'json' ? [] : await picturesOf(dossier, (sha256) => printable(services, ctx.workspace, sha256));
    const bytes =
      ending === 'json' ? json : Buffer.from(await maker.paper(dossier, json, pictures, locale ?? ctx.locale));
    await audit(ctx.workspace.query.bind(ctx.workspace), {
      actor,
      what: maker.what,
      subjectId: id,
      after: { ending, scope: wanted, seq: dossier.head.seq, hash: dossier.head.hash },
    });
    return reply
      .type(ending === 'pdf' ? 'application/pdf' : 'application/json')
      .header(
        'content-disposition',
        `attachment; filename="${fileName(maker.number(dossier), dossier.exportedAt, ending)}"`,
      )
      .send(bytes);
  });
}

async function picturesOf(dossier: AnyDossier, read: (sha256: string) => Promise<Uint8Array>): Promise<Picture[]> {
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
