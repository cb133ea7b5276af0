import { z } from 'zod';
import { ticketFacts } from '../../db/access.ts';
import type { Query } from '../../db/pool.ts';
import { type StoredCommand, storeCommand } from '../../db/queries/commands.ts';
import { placeOf, placesOfPerson } from '../../db/queries/directory.ts';
import { correspondent } from '../../db/queries/inbound.ts';
import {
  boxes,
  type Decision,
  decide,
  filesOfMail,
  type Mail,
  mailOf,
  mailRows,
  type Sender,
  sendersOf,
  suggestedTickets,
  waitingMails,
} from '../../db/queries/inbox.ts';
import { ticketRecord } from '../../db/queries/tickets.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Actor } from '../../domain/parties.ts';
import { actorOnTicket, ticketAudiences } from '../../domain/rights/ticket.ts';
import { employee, mayAct, type Viewer } from '../../domain/rights.ts';
import { toInstant } from '../../domain/time/berlin.ts';
import { carryOut } from '../commands/act.ts';
import { report, takeReport } from '../commands/report.ts';
import { employeeIn } from '../employee.ts';
import { replyCommand } from '../inbound/reply-command.ts';
import { propertiesIn, tellOffice } from '../master-data.ts';
import { procedure, type RequestContext, router } from '../trpc.ts';
import { isOnlooker } from '../views/ticket.ts';

const office = employee('triage');
const WORDS_MOST = 5_000;

const actorOf = ({ personId }: { personId: string }) => ({ kind: 'employee', id: personId }) as const;

/** The mail that they may see; throws `notFound` for others. */
async function mailFor(ctx: RequestContext, id: string): Promise<Mail> {
  const mail = await mailOf(ctx.workspace, propertiesIn(ctx, 'triage'), id);
  if (!mail) throw new DomainError('notFound');
  return mail;
}

/** Writes a decision that leads to no act, and tells the other desks. */
async function settle(ctx: RequestContext, mail: Mail, what: 'spam' | 'restore'): Promise<void> {
  await ctx.workspace.transaction((q) => decide(q, { id: mail.id, what, by: actorOf(employeeIn(ctx)) }));
  await tellOffice(ctx, mail.id);
}

/** Stores a decision with the command that it leads to; a repeated request finds the command and changes nothing. */
function deciding(command: StoredCommand, decision: Decision, mailId: string) {
  return async (q: Query) => {
    const known = await q('select 1 from command where id = $1', [command.id]);
    if (known.length > 0) return;
    await decide(q, { ...decision, commandId: command.id });
    await storeCommand(q, command, { kind: 'mail', id: mailId });
  };
}

/** As whom the sender of a mail may speak on a ticket; undefined when nobody with that address is part of it. */
async function speaker(
  ctx: RequestContext,
  mail: Mail,
  facts: NonNullable<Awaited<ReturnType<typeof ticketFacts>>>,
): Promise<{ sender: Sender; actor: Exclude<Actor, { kind: 'system' }> } | undefined> {
  for (const sender of await sendersOf(ctx.workspace, mail.fromAddress)) {
    // What a firm writes on a ticket its residents would read; on its order it is for the office to pass on.
    if (sender.kind === 'contractor') continue;
    const viewer: Viewer = { kind: 'ticketLink', ticketId: facts.id, recipient: { kind: sender.kind, id: sender.id } };
    const as = ticketAudiences(viewer, facts);
    const actor = as.length > 0 && !isOnlooker(as) ? actorOnTicket(viewer, facts) : undefined;
    if (actor) return { sender, actor };
  }
  return undefined;
}

async function ticketFor(ctx: RequestContext, ticketId: string) {
  const facts = await ticketFacts(ctx.workspace, ticketId);
  if (!facts || !mayAct(ctx.viewer, 'triage', facts.propertyId)) throw new DomainError('notFound');
  return facts;
}

const onMail = z.object({ id: z.uuid() });
const acting = onMail.extend({ commandId: z.uuid() });

export const inboxRouter = router({
  /** How many mails wait for somebody here. */
  count: procedure(office).query(({ ctx }) => waitingMails(ctx.workspace, propertiesIn(ctx, 'triage'))),

  /** The mails of one heap, newest first. */
  list: procedure(office)
    .input(
      z.object({
        box: z.enum(boxes).default('waiting'),
        limit: z.int().min(1).max(100).default(50),
        offset: z.int().min(0).max(100_000).default(0),
      }),
    )
    .query(async ({ ctx, input }) => {
      const properties = propertiesIn(ctx, 'triage');
      const [rows, waiting] = await Promise.all([
        mailRows(ctx.workspace, properties, input),
        waitingMails(ctx.workspace, properties),
      ]);
      return { rows, waiting };
    }),

  /** One mail as text, with whom it may be of and what it may be about. */
  get: procedure(office)
    .input(onMail)
    .query(async ({ ctx, input }) => {
      const { workspace } = ctx;
      const clerk = employeeIn(ctx);
      const { sha256: _, commandId: __, replied, ...mail } = await mailFor(ctx, input.id);
      const [files, senders] = await Promise.all([
        filesOfMail(workspace, mail.id),
        sendersOf(workspace, mail.fromAddress),
      ]);
      const numbers = mail.subject.match(/\b[VA]-\d{4}-\d{4,}\b/g) ?? [];
      const properties = propertiesIn(ctx, 'triage');
      const [suggested, places] = await Promise.all([
        suggestedTickets(workspace, properties, { numbers, senders: senders.map(({ id }) => id) }),
        Promise.all(
          senders.flatMap(({ kind, id, name }) =>
            kind === 'person'
              ? [placesOfPerson(workspace, id).then((all) => all.map((place) => ({ personId: id, name, place })))]
              : [],
          ),
        ),
      ]);
      return {
        ...mail,
        files,
        senders: senders.map(({ kind, name }) => ({ kind, name })),
        suggested,
        /** Where its sender lives or what they own, for a new ticket. */
        homes: places.flat().filter(({ place }) => mayAct(clerk, 'triage', place.propertyId)),
        mayConfirm: replied !== null && mail.state === 'waiting' && mail.reason !== 'notInvolved',
      };
    }),

  /** Takes a mail as the word of the person to whom we had written: somebody here knows that it is theirs. */
  confirm: procedure(office)
    .input(acting)
    .mutation(async ({ ctx, input }) => {
      const { workspace } = ctx;
      const mail = await mailFor(ctx, input.id);
      const facts = mail.ticketId ? await ticketFor(ctx, mail.ticketId) : undefined;
      const who = mail.replied ? await correspondent(workspace, mail.replied.messageId) : undefined;
      const files = await filesOfMail(workspace, mail.id);
      const command =
        mail.replied &&
        who &&
        (await replyCommand(workspace, mail.replied, who, {
          id: input.commandId,
          text: mail.ownWords,
          files: files.map(({ id }) => id),
        }));
      if (!facts || !command) throw new DomainError('notAllowedNow');
      if (!command.words.text && command.files.length === 0) throw new DomainError('reasonNeeded');
      const decision: Decision = { id: mail.id, what: 'confirm', by: actorOf(employeeIn(ctx)), ticketId: facts.id };
      return carryOut(ctx, command, deciding(command, decision, mail.id));
    }),

  /** What it would mean to lay a mail to a ticket: as whose word it could stand there. */
  fit: procedure(office)
    .input(onMail.extend({ ticketId: z.uuid() }))
    .query(async ({ ctx, input }) => {
      const mail = await mailFor(ctx, input.id);
      const facts = await ticketFor(ctx, input.ticketId);
      const [record, found] = await Promise.all([ticketRecord(ctx.workspace, facts.id), speaker(ctx, mail, facts)]);
      return {
        number: record?.number ?? '',
        title: record?.title ?? '',
        closed: record?.phase === 'closed',
        sender: found?.sender.name ?? null,
      };
    }),

  /** Lays a mail to a ticket: as its sender's word for everybody involved, or as a note that only the office reads. */
  attach: procedure(office)
    .input(acting.extend({ ticketId: z.uuid(), as: z.enum(['sender', 'office']) }))
    .mutation(async ({ ctx, input }) => {
      const clerk = employeeIn(ctx);
      const mail = await mailFor(ctx, input.id);
      const facts = await ticketFor(ctx, input.ticketId);
      const found = input.as === 'sender' ? await speaker(ctx, mail, facts) : undefined;
      if (input.as === 'sender' && !found) throw new DomainError('notAllowedNow');
      const files = await filesOfMail(ctx.workspace, mail.id);
      const text = found ? mail.ownWords : told(mail, ctx.workspace.locale);
      if (!text && files.length === 0) throw new DomainError('reasonNeeded');
      const command: StoredCommand = {
        id: input.commandId,
        noun: 'ticket',
        subjectId: facts.id,
        type: 'note',
        actor: found?.actor ?? actorOf(clerk),
        at: toInstant(Date.now()),
        facts: { visibility: found ? 'visible' : 'internal' },
        words: text ? { text } : {},
        files: files.map(({ id }) => id),
        link: 'mail',
      };
      const decision: Decision = { id: mail.id, what: 'attach', by: actorOf(clerk), ticketId: facts.id };
      return carryOut(ctx, command, deciding(command, decision, mail.id));
    }),

  /** Makes a ticket of a mail; its files go along. */
  makeTicket: procedure(office)
    .input(report.omit({ files: true }).extend({ id: z.uuid(), reporterId: z.uuid().nullable().default(null) }))
    .mutation(async ({ ctx, input }) => {
      const clerk = employeeIn(ctx);
      const { id, reporterId, ...said } = input;
      const mail = await mailFor(ctx, id);
      const place = await placeOf(ctx.workspace, said.buildingId, said.unitId);
      if (!place || !mayAct(clerk, 'triage', place.propertyId)) throw new DomainError('forbidden');
      const files = await filesOfMail(ctx.workspace, mail.id);
      const decision: Decision = { id, what: 'ticket', by: actorOf(clerk), commandId: said.commandId };
      const taken = await takeReport(
        ctx,
        { ...said, files: files.map((file) => file.id) },
        {
          actor: actorOf(clerk),
          reporterId,
          unconfirmedId: null,
          at: place,
          uploader: { kind: 'mail', id },
          async before(q) {
            const known = await q('select 1 from command where id = $1', [said.commandId]);
            if (known.length === 0) await decide(q, decision);
          },
        },
      );
      await ctx.workspace.query('update inbound_mail set ticket_id = $2 where id = $1', [id, taken.ticketId]);
      return taken;
    }),

  /** Puts a mail away that means nothing to anybody here. */
  reject: procedure(office)
    .input(onMail)
    .mutation(async ({ ctx, input }) => settle(ctx, await mailFor(ctx, input.id), 'spam')),

  /** Brings one back that was put away. */
  restore: procedure(office)
    .input(onMail)
    .mutation(async ({ ctx, input }) => settle(ctx, await mailFor(ctx, input.id), 'restore')),
});

const heading = { de: 'E-Mail von', en: 'E-mail from' };

/** A mail as a colleague tells it: who wrote, under which subject, what. */
function told({ fromName, fromAddress, subject, ownWords }: Mail, locale: 'de' | 'en'): string {
  const from = [fromName, fromAddress && `<${fromAddress}>`].filter(Boolean).join(' ');
  return [`${heading[locale]} ${from}`, subject, '', ownWords].join('\n').trim().slice(0, WORDS_MOST);
}
