import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { audit } from '../../db/queries/audit.ts';
import { deskView } from '../../domain/desk/schema.ts';
import { DomainError } from '../../domain/errors.ts';
import { contextOf } from '../context.ts';
import { employeeIn } from '../employee.ts';
import type { Services } from '../trpc.ts';
import { deskCsv, deskWorkbook } from './export.ts';

const asked = z.object({
  ending: z.enum(['csv', 'xlsx']),
  view: z.string().max(4_000),
  locale: z.enum(['de', 'en']).optional(),
});

const types = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/**
 * `GET /api/desk/export.csv` and `.xlsx`: what an employee sees at the desk, with the same filter, columns and order;
 * `view` is the view as JSON. That it was taken is written into the audit.
 */
export async function deskRoutes(scope: FastifyInstance, services: Services): Promise<void> {
  scope.get('/api/desk/export.:ending', async (request, reply) => {
    const input = asked.safeParse({ ...(request.query as object), ...(request.params as object) });
    if (!input.success) throw new DomainError('badInput');
    const view = deskView.safeParse(jsonOf(input.data.view));
    if (!view.success) throw new DomainError('badInput');
    const ctx = await contextOf(services, request, reply, { entrance: 'management' });
    if (ctx.viewer.kind === 'nobody') throw new DomainError('signInNeeded');
    const viewer = employeeIn(ctx);
    await services.limits.count(ctx.workspace, 'dossierPerPerson', viewer.personId);
    const { ending } = input.data;
    const locale = input.data.locale ?? ctx.locale;
    await audit(ctx.workspace.query.bind(ctx.workspace), {
      actor: { kind: 'employee', id: viewer.personId },
      what: 'desk.export',
      after: { ending, tab: view.data.tab, property: view.data.property },
    });
    const body =
      ending === 'csv'
        ? deskCsv(ctx.workspace, viewer, view.data, locale)
        : await deskWorkbook(ctx.workspace, viewer, view.data, locale);
    return reply
      .type(types[ending])
      .header('content-disposition', `attachment; filename="${locale === 'de' ? 'vorgaenge' : 'tickets'}.${ending}"`)
      .send(body);
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
