import type { Matter } from '../../domain/lifecycle/outcome.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import type { Workspace } from '../workspaces.ts';
import { audit } from './audit.ts';
import { withdrawOutdated } from './outdated.ts';

/** As SQL, that a lifecycle `t` is what a message `m` is about: an order's messages are about its ticket. */
const MATTER = `t.id = m.file_id and t.noun = case m.noun when 'workOrder' then 'ticket' else m.noun end`;

/** A letter that waits to be printed. */
export interface WaitingLetter {
  id: string;
  recipient: string;
  city: string;
  pages: number;
  madeAt: Instant;
  /** The matter that it is about. */
  noun: Matter;
  subjectId: string;
  number: string;
  title: string;
}

/** Letters that were printed together. */
export interface PrintRun {
  id: string;
  madeAt: Instant;
  letters: number;
  pages: number;
  postedAt: Instant | null;
}

/** The letters that wait to be printed, oldest first. */
export function waitingLetters(workspace: Workspace, properties: string[] | null): Promise<WaitingLetter[]> {
  return workspace.query<WaitingLetter>(
    `select l.message_id as id, l.recipient, l.city, l.pages, l.made_at as "madeAt", t.noun, t.id as "subjectId",
       t.number, t.title
     from letter l join message m on m.id = l.message_id
     join lifecycle_row t on ${MATTER}
     where l.print_run_id is null and m.state = 'queued' and ($1::uuid[] is null or t.property_id = any($1::uuid[]))
     order by l.made_at, l.message_id`,
    [properties],
  );
}

/** The newest print runs of which every letter is about one of these properties. */
export function printRuns(workspace: Workspace, properties: string[] | null): Promise<PrintRun[]> {
  return workspace.query<PrintRun>(
    `select r.id, r.made_at as "madeAt", r.posted_at as "postedAt", count(*)::int as letters,
       sum(l.pages)::int as pages
     from print_run r join letter l on l.print_run_id = r.id join message m on m.id = l.message_id
     join lifecycle_row t on ${MATTER}
     group by r.id
     having $1::uuid[] is null or bool_and(coalesce(t.property_id = any($1::uuid[]), false))
     order by r.posted_at is not null, r.made_at desc, r.id limit 50`,
    [properties],
  );
}

/** Takes all letters that wait into one print run; the same id again changes nothing. How many the run holds. */
export async function makePrintRun(
  workspace: Workspace,
  run: { id: string; by: string; properties: string[] | null },
): Promise<number> {
  return workspace.transaction(async (q) => {
    const made = await q(
      `insert into print_run (id, made_by) values ($1, $2) on conflict (id) do nothing returning id`,
      [run.id, run.by],
    );
    if (made.length === 1) {
      // What nobody needs any more is neither printed nor paid for.
      await withdrawOutdated(q);
      await q(
        `update letter l set print_run_id = $1 from message m, lifecycle_row t
         where m.id = l.message_id and ${MATTER} and l.print_run_id is null and m.state = 'queued'
           and ($2::uuid[] is null or t.property_id = any($2::uuid[]))`,
        [run.id, run.properties],
      );
    }
    const [row] = await q<{ count: number }>(
      `select count(*)::int as count from letter l join message m on m.id = l.message_id
       join lifecycle_row t on ${MATTER}
       where l.print_run_id = $1 and ($2::uuid[] is null or t.property_id = any($2::uuid[]))`,
      [run.id, run.properties],
    );
    const count = row?.count ?? 0;
    if (made.length === 1 && count === 0) await q('delete from print_run where id = $1', [run.id]);
    else if (made.length === 1)
      await audit(q, {
        actor: { kind: 'employee', id: run.by },
        what: 'letter.print',
        subjectId: run.id,
        after: { letters: count },
      });
    return count;
  });
}

/**
 * The letters of a run in the order in which they are printed, each with the storage's keys of what is printed behind it;
 * none when one is about another property.
 */
export async function lettersOfRun(
  workspace: Workspace,
  id: string,
  properties: string[] | null,
): Promise<{ madeAt: Instant; letters: { pdf: Buffer; enclosures: string[] }[] }> {
  const rows = await workspace.query<{ madeAt: Instant; pdf: Buffer; enclosures: string[]; mine: boolean }>(
    `select r.made_at as "madeAt", l.pdf, l.enclosures, ($2::uuid[] is null or coalesce(t.property_id = any($2::uuid[]), false)) as mine
     from print_run r join letter l on l.print_run_id = r.id join message m on m.id = l.message_id
     join lifecycle_row t on ${MATTER}
     where r.id = $1 order by l.made_at, l.message_id`,
    [id, properties],
  );
  const [first] = rows;
  if (!first || rows.some(({ mine }) => !mine)) return { madeAt: '', letters: [] };
  return { madeAt: first.madeAt, letters: rows.map(({ pdf, enclosures }) => ({ pdf, enclosures })) };
}

/** Marks a run's letters as posted: each of them is sent from then on. Again it changes nothing. */
export async function postPrintRun(workspace: Workspace, id: string, by: string): Promise<void> {
  await workspace.transaction(async (q) => {
    const posted = await q(
      'update print_run set posted_at = now(), posted_by = $2 where id = $1 and posted_at is null returning id',
      [id, by],
    );
    if (posted.length > 0) await audit(q, { actor: { kind: 'employee', id: by }, what: 'letter.post', subjectId: id });
    await q(
      `with posted as (
         update message m set state = 'sent', sent_at = r.posted_at
         from letter l, print_run r
         where l.print_run_id = $1 and r.id = $1 and m.id = l.message_id and m.state = 'queued'
         returning m.id, m.sent_at
       )
       insert into message_attempt (message_id, n, channel, at, outcome)
       select id, (select coalesce(max(n), 0) + 1 from message_attempt a where a.message_id = posted.id), 'letter',
         sent_at, 'sent'
       from posted`,
      [id],
    );
  });
}
