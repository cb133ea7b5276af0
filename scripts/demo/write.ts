import type { Revision } from '../../activities/lifecycle/contract.ts';
import { writeRevisions } from '../../activities/lifecycle/project.ts';
import type { Query } from '../../db/pool.ts';
import { clientsOf } from '../../db/queries/clients.ts';
import type { StoredCommand } from '../../db/queries/commands.ts';
import { insertOrder, insertTicket, type NewOrder } from '../../db/queries/intake.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { builtinPolicy } from '../../domain/policy/builtin.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import type { Chance } from './chance.ts';
import type { Album } from './photos.ts';
import { type Entry, replay, type Story, type StoryOrder } from './story.ts';

/** A story with how many of its entries are past; the rest is done by the workflows. */
export interface Chapter {
  story: Story;
  past: number;
}

type Act = Extract<Entry, { kind: 'act' }>;

const acts = (entries: readonly Entry[]): Act[] => entries.filter((entry) => entry.kind === 'act');

/** The tickets of stories. */
export function ticketsOf(chapters: readonly Chapter[]): string[] {
  return chapters.flatMap(({ story }) => [...story.world.tickets.keys()]);
}

/** The workspace as it is seen from within a transaction. */
export function within(workspace: Workspace, q: Query): Workspace {
  return Object.create(workspace, { query: { value: q } }) as Workspace;
}

/** Uploads the photos that acts bring; each hangs on its act when that is stored. */
export async function addPhotos(q: Query, chapters: readonly Chapter[], album: Album, chance: Chance): Promise<void> {
  const rows: object[] = [];
  for (const { story } of chapters)
    for (const { command, photos } of acts(story.entries)) {
      for (const motif of photos) {
        const id = story.ids.next();
        command.files.push(id);
        rows.push({
          id,
          ...(await album.photo(motif, chance)),
          name: `Foto ${command.files.length}.jpg`,
          uploaded_by: command.actor,
          uploaded_at: command.at,
        });
      }
    }
  await q(
    `insert into stored_file (id, sha256, media_type, bytes, width, height, name, uploaded_by, uploaded_at)
     select id, sha256, 'image/jpeg', bytes, width, height, name, uploaded_by, uploaded_at
     from jsonb_to_recordset($1) as f(id uuid, sha256 text, bytes int, width int, height int, name text,
       uploaded_by jsonb, uploaded_at timestamptz)`,
    [JSON.stringify(rows)],
  );
}

/**
 * Gives each ticket and past order its row and number, in the order in which they came, and stores what people said and
 * did. Reports that are not past are stored too: they stand at the desk until their workflow has begun.
 */
export async function writeRows(q: Query, workspace: Workspace, chapters: readonly Chapter[]): Promise<void> {
  const all = chapters.flatMap(({ story, past }) =>
    acts(story.entries.filter((entry, n) => n < past || (entry.kind === 'act' && entry.ticket))),
  );
  all.sort((a, b) => (a.command.at < b.command.at ? -1 : 1));
  for (const { command, ticket, order } of all) {
    if (ticket) await insertTicket(q, command, { ...ticket, policy: builtinPolicy.version });
    if (order) await insertOrder(q, command, await orderRow(within(workspace, q), order));
  }
  const rest = all.filter(({ ticket, order }) => !ticket && !order).map(({ command }) => command);
  await q(
    `insert into command (id, noun, subject_id, type, actor, at, facts, words, files)
     select id, noun, subject_id, type, actor, at, facts, words, array(select jsonb_array_elements_text(files)::uuid)
     from jsonb_to_recordset($1) as c(id uuid, noun text, subject_id uuid, type text, actor jsonb, at timestamptz,
       facts jsonb, words jsonb, files jsonb)`,
    [JSON.stringify(rest.map(({ subjectId, ...command }: StoredCommand) => ({ ...command, subject_id: subjectId })))],
  );
  await q(
    `update stored_file f set noun = c.noun, subject_id = c.subject_id, command_id = c.id
     from command c, unnest(c.files) as file where c.id = any($1::uuid[]) and f.id = file`,
    [rest.map(({ id }) => id)],
  );
}

/** An order's row with who gives it and who pays: the usual one for its first ticket. */
export async function orderRow(workspace: Workspace, order: StoryOrder): Promise<NewOrder> {
  const [client] = await clientsOf(workspace, order.tickets[0] ?? '');
  if (!client) throw new Error('nobody is there to give this order');
  return { ...order, client, invoiceTo: client, policy: builtinPolicy.version };
}

/** Writes what happened, as the workflows would have: rows, timeline, messages. */
export async function writePast(q: Query, workspace: Workspace, { story, past }: Chapter): Promise<void> {
  const { occurrences } = replay(story.entries.slice(0, past));
  const inside = within(workspace, q);
  let subject = '';
  let revisions: Revision[] = [];
  let noun = occurrences[0]?.noun ?? 'ticket';
  const written = new Map<string, number>();
  const flush = async () => {
    if (revisions.length > 0) await writeRevisions(inside, noun, subject, revisions, { settled: true });
    revisions = [];
  };
  for (const { noun: which, id, command, outcome } of occurrences) {
    const { state, happenings, effects } = outcome;
    // An answer that changes nothing is no revision.
    if ((written.get(id) ?? 0) >= state.revision) continue;
    written.set(id, state.revision);
    if (id !== subject) {
      await flush();
      subject = id;
      noun = which;
    }
    revisions.push({ command, state, happenings, messages: effects.filter((effect) => effect.kind === 'message') });
  }
  await flush();
}

/** How long after it was due a message of the past left the house. */
const SENT_AFTER = `interval '4 seconds'`;

/**
 * Marks the messages of the past as sent when they were due; they are not sent again. Messages after `since` stay to be
 * sent: those of open tickets, whose links somebody will want to follow.
 */
export async function markSent(q: Query, tickets: readonly string[], since: Instant): Promise<void> {
  await q(`update message set created_at = due_at where file_id = any($1::uuid[])`, [tickets]);
  await q(
    `with past as (
       update message m set state = 'sent', tries = 1, sent_at = m.due_at + ${SENT_AFTER},
         channel = case when p.channel = 'sms' or (p.email is null and x.email is null) then 'sms' else 'mail' end
       from message i
       left join contractor c on i.recipient_kind = 'contractor' and c.id = i.recipient_id
       left join person p on p.id = case i.recipient_kind when 'person' then i.recipient_id else c.person_id end
       left join unconfirmed_reporter x on i.recipient_kind = 'unconfirmed' and x.id = i.recipient_id
       where i.id = m.id and m.state = 'open' and m.file_id = any($1::uuid[]) and m.due_at < $2
       returning m.id, m.channel, m.sent_at
     )
     insert into message_attempt (message_id, n, channel, at, outcome)
     select id, 1, channel, sent_at, case channel when 'sms' then 'delivered' else 'sent' end from past`,
    [tickets, since],
  );
}
