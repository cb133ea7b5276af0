import { ticketFacts } from '../../db/access.ts';
import { categoryThen } from '../../db/queries/categories.ts';
import { attachedFiles, type ChainEntry, chainOf, messagesOfFile } from '../../db/queries/dossier.ts';
import { namesOf } from '../../db/queries/names.ts';
import { ordersOfTicket, ticketRecord } from '../../db/queries/tickets.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { DomainError } from '../../domain/errors.ts';
import { spoken } from '../../domain/report/categories.ts';
import { mayAct, ticketAudiences, type Viewer } from '../../domain/rights.ts';
import { type Instant, toInstant } from '../../domain/time/berlin.ts';

/** What a dossier calls itself; `scripts/verify-dossier.mjs` reads this shape and no other. */
export const FORMAT = 'procsm-dossier/1';

/** `whole` holds everything; `outside` leaves the words of internal entries out. Both check against the same chain. */
export type Scope = 'whole' | 'outside';

/**
 * One ticket's whole history, of one moment: what happened, with everything that its hashes are made of, its orders,
 * messages and files. Throws notFound for whoever may not triage the ticket.
 */
export async function dossierOf(workspace: Workspace, viewer: Viewer, ticketId: string, scope: Scope) {
  const facts = await ticketFacts(workspace, ticketId);
  const mayTake =
    facts && ticketAudiences(viewer, facts).includes('management') && mayAct(viewer, 'triage', facts.propertyId);
  const record = mayTake ? await ticketRecord(workspace, ticketId) : undefined;
  if (!record) throw new DomainError('notFound');
  const kind = await categoryThen(workspace, record);
  const [chain, messages, orders] = await Promise.all([
    chainOf(workspace, ticketId),
    messagesOfFile(workspace, ticketId),
    ordersOfTicket(workspace, ticketId),
  ]);
  const shown = chain.entries.map((entry) => ({ entry, withheld: scope === 'outside' && isInternal(entry) }));
  const files = await attachedFiles(
    workspace,
    shown.flatMap(({ entry, withheld }) => (withheld ? [] : (entry.body?.files ?? []))),
  );
  const names = await namesOf(workspace, [
    ...chain.entries.flatMap(({ actor }) => ('id' in actor ? [{ kind: actor.kind, id: actor.id }] : [])),
    ...messages.map(({ recipientKind, recipientId }) => ({ kind: recipientKind, id: recipientId })),
  ]);
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
    entries: shown.map(({ entry, withheld }) => entryOf(entry, withheld, names)),
    head: chain.head,
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
    messages: messages.map(({ recipientKind, recipientId, ...message }) => ({
      ...message,
      recipient: { kind: recipientKind, id: recipientId, name: names.get(recipientId) ?? null },
    })),
    files,
  };
}

export type Dossier = Awaited<ReturnType<typeof dossierOf>>;
export type DossierEntry = Dossier['entries'][number];

/** An entry of a chain with everything that its hash is made of, but for a body that is withheld. */
export function entryOf(entry: ChainEntry, withheld: boolean, names: ReadonlyMap<string, string>) {
  return {
    seq: entry.seq,
    at: entry.at,
    kind: entry.kind,
    noun: entry.noun,
    subject: entry.subjectId,
    revision: entry.revision,
    command: entry.commandId,
    actor: entry.actorText,
    actorName: 'id' in entry.actor ? (names.get(entry.actor.id) ?? null) : null,
    audience: entry.audience,
    /** Why there is no body: it was erased, or it is internal and this is the dossier for others. */
    missing: withheld ? ('withheld' as const) : entry.bodyText === null ? ('erased' as const) : null,
    body: withheld ? null : entry.bodyText,
    salt: withheld || entry.bodyText === null ? null : entry.salt,
    bodyHash: entry.bodyHash,
    prevHash: entry.prevHash,
    hash: entry.hash,
  };
}

/** Whether only the management reads an entry. */
export function isInternal({ audience }: Pick<ChainEntry, 'audience'>): boolean {
  return audience.every((who) => who === 'management');
}

/** The day of a moment, for a file's name. */
export function fileName({ ticket, exportedAt }: Dossier, ending: 'pdf' | 'json'): string {
  const day: Instant = exportedAt;
  return `Akte-${ticket.number.replace(/[^\w-]/g, '')}-${day.slice(0, 10)}.${ending}`;
}
