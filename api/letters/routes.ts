import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { lettersOfRun } from '../../db/queries/letters.ts';
import { PRINTED } from '../../db/storage.ts';
import { DomainError } from '../../domain/errors.ts';
import { mayAct } from '../../domain/rights.ts';
import { propertiesFor } from '../../domain/roles.ts';
import { bundled, type Enclosure } from '../../paper/bundle.ts';
import { contextOf } from '../context.ts';
import type { Services } from '../trpc.ts';

/** `GET /api/print-runs/<id>.pdf`: the letters of one run in one file, the same each time. */
export async function printRunRoutes(scope: FastifyInstance, services: Services): Promise<void> {
  scope.get('/api/print-runs/:id.pdf', async (request, reply) => {
    const input = z.object({ id: z.uuid() }).safeParse(request.params);
    if (!input.success) throw new DomainError('notFound');
    const { workspace, viewer, locale } = await contextOf(services, request, reply, { entrance: 'management' });
    if (viewer.kind !== 'employee') throw new DomainError('signInNeeded');
    if (!mayAct(viewer, 'triage')) throw new DomainError('forbidden');
    const { madeAt, letters } = await lettersOfRun(workspace, input.data.id, propertiesFor(viewer.rights, 'triage'));
    if (letters.length === 0) throw new DomainError('notFound');
    const keys = [...new Set(letters.flatMap(({ enclosures }) => enclosures))];
    const enclosed = new Map<string, Enclosure>();
    for (const key of keys) {
      const bytes = await services.files.read(`${workspace.id}/${key}`);
      enclosed.set(key, { bytes, picture: key.endsWith(`-${PRINTED}`) });
    }
    const papers = letters.map(({ pdf, enclosures }) => ({
      pdf,
      enclosures: enclosures.flatMap((key) => enclosed.get(key) ?? []),
    }));
    const title = locale === 'de' ? 'Briefe' : 'Letters';
    const day = madeAt.slice(0, 16).replace('T', '-').replace(':', '');
    return reply
      .type('application/pdf')
      .header('content-disposition', `attachment; filename="${title}-${day}.pdf"`)
      .send(Buffer.from(await bundled(papers, { title: `${title} ${day}`, made: new Date(madeAt) })));
  });
}
