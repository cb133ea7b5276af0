import { ticketFacts } from '../../db/access.ts';
import { categoryThen } from '../../db/queries/categories.ts';
import { ordersOfTicket, ticketRecord } from '../../db/queries/tickets.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { DomainError } from '../../domain/errors.ts';
import { spoken } from '../../domain/report/categories.ts';
import { ticketAudiences } from '../../domain/rights/ticket.ts';
import { mayAct, type Viewer } from '../../domain/rights.ts';
import { toInstant } from '../../domain/time/berlin.ts';
import { FORMAT, fileOf, type Scope } from './file.ts';

/**
 * One ticket's whole history, of one moment: what happened, with everything that its hashes are made of, its orders,
 * messages and files. Throws notFound for whoever may not triage the ticket.
 */
export async function ticketDossier(workspace: Workspace, viewer: Viewer, ticketId: string, scope: Scope) {
  const facts = await ticketFacts(workspace, ticketId);
  const mayTake =
    facts && ticketAudiences(viewer, facts).includes('management') && mayAct(viewer, 'triage', facts.propertyId);
  const record = mayTake ? await ticketRecord(workspace, ticketId) : undefined;
  if (!record) throw new DomainError('notFound');
  const kind = await categoryThen(workspace, record);
  const [proof, orders] = await Promise.all([fileOf(workspace, ticketId, scope), ordersOfTicket(workspace, ticketId)]);
  return {
    format: FORMAT,
    company: workspace.name,
    exportedAt: toInstant(Date.now()),
    scope,
    ticket: {
      id: record.id,
      number: record.number,
      title: record.title,
      description: record.description,
      /** As it was called when it was reported. */
      category: kind?.label.de ?? record.category,
      answers: spoken(kind, record.answers).map(({ question, answer }) => ({
        question: question.de,
        answer: answer.de,
      })),
      urgency: record.urgency,
      place: record.place,
      phase: record.phase,
      outcome: record.outcome,
      reportedAt: record.reportedAt,
      closedAt: record.closedAt,
      property: record.property,
      address: `${record.street}, ${record.postalCode} ${record.city}`,
      unit: record.unit,
      reporter: record.reporter,
    },
    ...proof,
    orders: orders.map(({ id, number, title, phase, contractor, placedAt, closedAt, state }) => ({
      id,
      number,
      title,
      phase,
      contractor,
      placedAt,
      closedAt,
      appointments: (state?.appointments ?? [])
        .filter((appointment) => appointment.ticket === ticketId)
        .map(({ status, picked }) => ({ status, picked })),
    })),
    visits: (record.state?.visits ?? []).map(({ status, picked }) => ({ status, picked })),
  };
}

export type Dossier = Awaited<ReturnType<typeof ticketDossier>>;
