import type { Actor } from '../../domain/parties.ts';
import type { Told } from '../../domain/ticket/retract.ts';
import type { Retractable } from '../../domain/ticket/retractable.ts';
import type { TicketState } from '../../domain/ticket/state.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import type { Workspace } from '../workspaces.ts';
import { audit } from './audit.ts';
import { type StoredCommand, storeCommand } from './commands.ts';
import { NOT_OUT } from './outdated.ts';

/** One act on many tickets. */
export interface Batch {
  id: string;
  actor: Actor;
  type: Retractable;
  state: 'running' | 'done' | 'undoing' | 'undone';
  givenAt: Instant;
}

/** What came of a batch on one ticket. */
export interface BatchItem {
  ticketId: string;
  number: string;
  title: string;
  state: 'waiting' | 'done' | 'refused';
  refusal: string | null;
  undo: 'waiting' | 'done' | 'refused' | null;
  undoRefusal: string | null;
}

/**
 * Stores a batch with its tickets in their order; `refusals` names those on which it may not be done. False when it is
 * known already.
 */
export async function storeBatch(
  workspace: Workspace,
  batch: { id: string; actor: Actor; type: string; facts: object; words: object },
  ticketIds: readonly string[],
  refusals: ReadonlyMap<string, string>,
): Promise<boolean> {
  return workspace.transaction(async (q) => {
    const stored = await q(
      `insert into batch (id, actor, type, facts, words) values ($1, $2, $3, $4, $5) on conflict do nothing returning id`,
      [batch.id, JSON.stringify(batch.actor), batch.type, JSON.stringify(batch.facts), JSON.stringify(batch.words)],
    );
    if (stored.length === 0) return false;
    await q(
      `insert into batch_item (batch_id, n, ticket_id, refusal)
       select $1, n, id, $3::jsonb ->> id::text from unnest($2::uuid[]) with ordinality as each (id, n)`,
      [batch.id, ticketIds, JSON.stringify(Object.fromEntries(refusals))],
    );
    const { id, actor, type } = batch;
    await audit(q, { actor, what: 'batch.start', subjectId: id, after: { type, tickets: ticketIds.length } });
    return true;
  });
}

/** A batch, or undefined. */
export async function batchById(workspace: Workspace, id: string): Promise<Batch | undefined> {
  const [row] = await workspace.query<Batch>(
    'select id, actor, type, state, given_at as "givenAt" from batch where id = $1',
    [id],
  );
  return row;
}

/** What came of a batch so far, ticket by ticket. */
export async function batchItems(workspace: Workspace, id: string): Promise<BatchItem[]> {
  return workspace.query<BatchItem>(
    `select i.ticket_id as "ticketId", t.number, t.title,
       case when i.refusal is not null or c.state = 'refused' then 'refused' when c.state = 'applied' then 'done'
         else 'waiting' end as state,
       coalesce(i.refusal, c.refusal ->> 'code') as refusal,
       case when i.undo_refusal is not null or u.state = 'refused' then 'refused' when u.state = 'applied' then 'done'
         when b.state = 'undoing' and (c.state = 'open' or c.state = 'applied') then 'waiting' end as undo,
       coalesce(i.undo_refusal, u.refusal ->> 'code') as "undoRefusal"
     from batch_item i join batch b on b.id = i.batch_id join ticket t on t.id = i.ticket_id
     left join command c on c.id = i.command_id left join command u on u.id = i.undo_id
     where i.batch_id = $1 order by i.n`,
    [id],
  );
}

/** Takes a batch to work on for some seconds; false while another process has it. */
export async function leaseBatch(workspace: Workspace, id: string, by: string, seconds: number): Promise<boolean> {
  const leased = await workspace.query(
    `update batch set leased_by = $2, leased_until = now() + make_interval(secs => $3)
     where id = $1 and state in ('running', 'undoing') and (leased_by = $2 or coalesce(leased_until, '-infinity') < now())
     returning id`,
    [id, by, seconds],
  );
  return leased.length > 0;
}

/** Batches that nobody works on though they are not at their end, oldest first. */
export async function leftBatches(workspace: Workspace): Promise<string[]> {
  const rows = await workspace.query<{ id: string }>(
    `select id from batch where state in ('running', 'undoing') and coalesce(leased_until, given_at + interval '5 seconds') < now()
     order by given_at limit 5`,
  );
  return rows.map(({ id }) => id);
}

/** Stores the commands of the next tickets of a running batch, with how each ticket stood; none left: empty. */
export async function takeItems(workspace: Workspace, id: string, most: number): Promise<StoredCommand[]> {
  return workspace.query<StoredCommand>(
    `with picked as (
       select i.n, i.ticket_id, i.command_id, t.state from batch_item i join ticket t on t.id = i.ticket_id
       where i.batch_id = $1 and not i.taken and i.refusal is null order by i.n limit $2 for update of i
     ), taken as (
       update batch_item i set taken = true, before = p.state from picked p where i.batch_id = $1 and i.n = p.n
     )
     insert into command (id, noun, subject_id, type, actor, at, facts, words)
     select p.command_id, 'ticket', p.ticket_id, b.type, b.actor, now(), b.facts, b.words
     from picked p join batch b on b.id = $1
     returning id, noun, subject_id as "subjectId", type, actor, at, facts, words, files, link, revision`,
    [id, most],
  );
}

/** Whether the batch is still to be carried out; it may be taken back meanwhile. */
export async function endBatch(workspace: Workspace, id: string, from: 'running' | 'undoing'): Promise<void> {
  await workspace.query(
    `update batch set state = case state when 'running' then 'done' else 'undone' end, leased_by = null, leased_until = null
     where id = $1 and state = $2`,
    [id, from],
  );
}

/**
 * Begins to take a batch back, but for what was done on the tickets `notTheirs`: what has not been its turn is dropped at
 * once. False when that is not possible now.
 */
export async function beginUndo(
  workspace: Workspace,
  id: string,
  actor: Actor,
  notTheirs: readonly string[],
): Promise<boolean> {
  return workspace.transaction(async (q) => {
    const [before] = await q<{ state: Batch['state'] }>(
      `select state from batch where id = $1 and state in ('running', 'done') for update`,
      [id],
    );
    if (!before) return false;
    await q(`update batch set state = 'undoing', leased_by = null, leased_until = null where id = $1`, [id]);
    await q(`update batch_item set refusal = 'takenBack' where batch_id = $1 and not taken and refusal is null`, [id]);
    await q(
      `update batch_item set undo_refusal = 'forbidden'
       where batch_id = $1 and refusal is null and ticket_id = any($2::uuid[])`,
      [id, notTheirs],
    );
    await audit(q, { actor, what: 'batch.undo', subjectId: id, before, after: { state: 'undoing' } });
    return true;
  });
}

/** An act of a batch that is to be taken back. */
export interface UndoItem {
  n: number;
  ticketId: string;
  commandId: string;
  before: TicketState | null;
  now: TicketState | null;
}

/** The next acts of a batch that are written and not taken back yet, with how their tickets stood and stand. */
export async function undoItems(workspace: Workspace, id: string, most: number): Promise<UndoItem[]> {
  return workspace.query<UndoItem>(
    `select i.n, i.ticket_id as "ticketId", i.command_id as "commandId", i.before, t.state as now
     from batch_item i join command c on c.id = i.command_id and c.state = 'applied' join ticket t on t.id = i.ticket_id
     where i.batch_id = $1 and i.undo_id is null and i.undo_refusal is null order by i.n limit $2`,
    [id, most],
  );
}

/** Whether acts of a batch, or what takes them back, still wait for their answer. */
export async function batchWaits(workspace: Workspace, id: string): Promise<boolean> {
  const rows = await workspace.query(
    `select from batch_item i left join command c on c.id = i.command_id left join command u on u.id = i.undo_id
     where i.batch_id = $1 and (c.state = 'open' or u.state = 'open') limit 1`,
    [id],
  );
  return rows.length > 0;
}

/** Records that an act can't be taken back, and why. */
export async function refuseUndo(workspace: Workspace, id: string, n: number, code: string): Promise<void> {
  await workspace.query('update batch_item set undo_refusal = $3 where batch_id = $1 and n = $2', [id, n, code]);
}

/**
 * Withdraws the messages of an act that have not gone out, and stores the command that takes it back, in one
 * transaction: it knows who was told. One that is on its way counts as told, and so does a printed letter.
 */
export async function storeUndo(
  workspace: Workspace,
  batch: Batch,
  item: UndoItem & { before: TicketState },
  command: Omit<StoredCommand, 'facts'>,
): Promise<StoredCommand> {
  return workspace.transaction(async (q) => {
    const withdrawn = await q<{ id: string }>(
      `update message m set state = 'withdrawn' where command_id = $1 and ${NOT_OUT} returning id`,
      [item.commandId],
    );
    const told = await q<Told>(
      `select distinct on (recipient_id) role, recipient_kind as kind, recipient_id as id from message
       where command_id = $1 and state in ('claimed', 'queued', 'sent', 'unclear') order by recipient_id`,
      [item.commandId],
    );
    const [entry] = await q<{ audience: string[] }>(
      'select array_agg(distinct who) as audience from timeline, unnest(audience) who where file_id = $2 and command_id = $1',
      [item.commandId, item.ticketId],
    );
    const facts = {
      command: item.commandId,
      act: batch.type,
      before: item.before,
      audience: entry?.audience ?? [],
      told,
    };
    const stored = { ...command, facts };
    await q('update batch_item set undo_id = $3, withdrawn = $4::uuid[] where batch_id = $1 and n = $2', [
      batch.id,
      item.n,
      command.id,
      withdrawn.map(({ id }) => id),
    ]);
    await storeCommand(q, stored);
    return stored;
  });
}

/** Messages that were withdrawn for something that was refused after all go out again. Returns how many. */
export async function restoreMessages(workspace: Workspace, id: string): Promise<number> {
  const restored = await workspace.query(
    `with refused as (
       update batch_item i set withdrawn = '{}' from command u, batch_item old
       where i.batch_id = $1 and u.id = i.undo_id and u.state = 'refused' and cardinality(i.withdrawn) > 0
         and old.batch_id = i.batch_id and old.n = i.n
       returning old.withdrawn
     )
     update message set state = 'open' where state = 'withdrawn' and id in (select unnest(withdrawn) from refused)
     returning id`,
    [id],
  );
  return restored.length;
}

/** The properties of tickets, by ticket. */
export async function propertiesOfTickets(
  workspace: Workspace,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await workspace.query<{ id: string; property: string }>(
    'select id, property_id as property from ticket where id = any($1::uuid[])',
    [ids],
  );
  return new Map(rows.map(({ id, property }) => [id, property]));
}
