import { createHash } from 'node:crypto';
import { DomainError } from '../../domain/errors.ts';
import type { Actor } from '../../domain/parties.ts';
import type { TicketPhase } from '../../domain/ticket/state.ts';
import type { Instant } from '../../domain/time/berlin.ts';
import type { Query } from '../pool.ts';
import type { Workspace } from '../workspaces.ts';

/** An open ticket of a building that a report may be a second one of. */
export interface Candidate {
  id: string;
  number: string;
  title: string;
  description: string;
  category: string;
  categoryVersion: number;
  answers: { question: string; answer: string }[];
  place: 'unit' | 'common';
  phase: TicketPhase;
  propertyId: string;
  buildingId: string;
  street: string;
  unit: string | null;
  reporterId: string | null;
  reporter: string | null;
  reportedAt: Instant;
  /** How many people have reported it or joined. */
  people: number;
  followers: { kind: string; id: string }[];
  orderRuns: boolean;
}

/** How many of a building's newest open tickets are looked at. */
const MOST = 150;

const select = `select t.id, t.number, t.title, t.description, t.category,
    t.category_version as "categoryVersion", t.answers, t.place, t.phase,
    t.property_id as "propertyId", t.building_id as "buildingId", coalesce(b.street, p.street) as street, u.number as unit,
    t.reporter_id as "reporterId", coalesce(trim(r.given_name || ' ' || r.family_name), x.name) as reporter,
    t.reported_at as "reportedAt", coalesce(t.state -> 'followers', '[]') as followers,
    (case when coalesce(t.reporter_id, t.unconfirmed_id) is null then 0 else 1 end
      + coalesce(jsonb_array_length(t.state -> 'followers'), 0)) as people,
    exists (select from jsonb_array_elements(t.state -> 'orders') o where o ->> 'phase' <> 'ended') as "orderRuns"
  from ticket t join property p on p.id = t.property_id
  left join building b on b.id = t.building_id left join unit u on u.id = t.unit_id
  left join person r on r.id = t.reporter_id left join unconfirmed_reporter x on x.id = t.unconfirmed_id`;

/** The newest open tickets of a building. */
export async function openOfBuilding(workspace: Workspace, buildingId: string): Promise<Candidate[]> {
  return workspace.query<Candidate>(
    `${select} where t.building_id = $1 and t.closed_at is null and t.state is not null
     order by t.reported_at desc limit $2`,
    [buildingId, MOST],
  );
}

/** One ticket as a candidate, open or not. */
export async function candidate(workspace: Workspace, id: string): Promise<Candidate | undefined> {
  const [row] = await workspace.query<Candidate>(`${select} where t.id = $1`, [id]);
  return row;
}

/** The numbers of tickets, by id. */
export async function ticketNumbers(workspace: Workspace, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await workspace.query<{ id: string; number: string }>(
    'select id, number from ticket where id = any($1::uuid[])',
    [ids],
  );
  return new Map(rows.map(({ id, number }) => [id, number]));
}

/** Under which ids a ticket keeps its copies of files; the same ones each time, so that a repeated act copies nothing. */
export function copiedIds(ticketId: string, files: readonly string[]): string[] {
  return [...new Set(files)].map((file) => {
    const hex = createHash('sha256').update(`${ticketId} ${file}`).digest('hex').slice(0, 32);
    return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5');
  });
}

/**
 * Copies files of a ticket (or of an order of it) for another one, as if the actor had sent them. The contents are kept
 * once. Throws `notFound` for files that do not belong to it.
 */
export async function copyFiles(
  q: Query,
  { from, to, files, actor }: { from: string; to: string; files: readonly string[]; actor: Actor },
): Promise<void> {
  const wanted = [...new Set(files)];
  if (wanted.length === 0) return;
  const copied = await q(
    `insert into stored_file (id, sha256, media_type, bytes, width, height, name, uploaded_by)
     select w.copy, f.sha256, f.media_type, f.bytes, f.width, f.height, f.name, $4
     from unnest($1::uuid[], $2::uuid[]) w (id, copy) join stored_file f on f.id = w.id
       and (f.subject_id = $3 or f.subject_id in (select order_id from work_order_ticket where ticket_id = $3))
     on conflict (id) do update set name = excluded.name returning id`,
    [wanted, copiedIds(to, wanted), from, JSON.stringify(actor)],
  );
  if (copied.length !== wanted.length) throw new DomainError('notFound');
}
