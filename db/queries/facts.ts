import type { Fact, Gone } from '../../domain/lifecycle/facts.ts';
import type { Noun } from '../../domain/lifecycle/outcome.ts';
import type { Workspace } from '../workspaces.ts';

/** A fact between two lifecycles that has not been told yet. */
export interface StoredFact {
  id: string;
  fromNoun: Noun;
  fromId: string;
  toNoun: Noun;
  toId: string;
  revision: number;
  /** By the receiver's noun it is what that noun hears: the way was written by the sender's rules. */
  body: Fact | Gone;
  /** Whether the engine is known to hold what caused it. */
  held: boolean;
}

/** Who tells whom. */
export type FactWay = Pick<StoredFact, 'fromNoun' | 'fromId' | 'toNoun' | 'toId'>;

const way = `f.from_noun as "fromNoun", f.from_id as "fromId", f.to_noun as "toNoun", f.to_id as "toId"`;

// What a command or a fact led to is held when that was answered; what a deadline led to, when it was said so.
const held = `(f.held or exists (select from command c where c.id = f.cause and c.state = 'applied' and c.settled)
  or exists (select from lifecycle_fact c where c.id = f.cause and c.state <> 'open'))`;

/** Marks a fact as told (null: none), and gives the oldest one on a way that is not. */
export async function nextFact(
  workspace: Workspace,
  { fromId, toId }: Pick<FactWay, 'fromId' | 'toId'>,
  told: string | null,
): Promise<StoredFact | undefined> {
  const [fact] = await workspace.query<StoredFact>(
    `with told as (
       update lifecycle_fact set state = 'told', told_at = now() where id = $3 and state = 'open'
     )
     select f.id, ${way}, f.revision, f.body, ${held} as held from lifecycle_fact f
     where f.from_id = $1 and f.to_id = $2 and f.state = 'open' and f.id is distinct from $3
     order by f.seq limit 1`,
    [fromId, toId, told],
  );
  return fact;
}

/** Counts a fact that could not be told. */
export async function countFactFailure(workspace: Workspace, id: string): Promise<void> {
  await workspace.query('update lifecycle_fact set tries = tries + 1 where id = $1', [id]);
}

/**
 * If the receiver of a fact has ended (or never was), marks the fact and writes one back that says so; the end of the
 * chain, a `gone` for somebody who is gone, is only marked. False while the receiver's row is open.
 */
export async function markGone(workspace: Workspace, { id, toNoun, toId }: StoredFact): Promise<boolean> {
  const [answer] = await workspace.query<{ over: boolean }>(
    `with receiver as (
       select phase from lifecycle_row where id = $2 and noun = $3
     ), over as (
       select not exists (select from receiver where phase <> 'closed') as over
     ), marked as (
       update lifecycle_fact f set state = 'gone', told_at = now() from over
       where f.id = $1 and f.state = 'open' and over.over returning f.*
     ), answered as (
       insert into lifecycle_fact (id, from_noun, from_id, to_noun, to_id, revision, cause, body, held)
       select gen_random_uuid(), to_noun, to_id, from_noun, from_id, 0, id,
         jsonb_build_object('type', 'gone', 'id', to_id), true
       from marked where body ->> 'type' <> 'gone'
     )
     select over from over`,
    [id, toId, toNoun],
  );
  return answer?.over ?? false;
}

/** Notes that the engine holds a lifecycle's revisions up to this one; gives the ways of their facts. */
export async function holdFacts(workspace: Workspace, fromId: string, revision: number): Promise<FactWay[]> {
  return workspace.query<FactWay>(
    `with kept as (
       update lifecycle_fact f set held = true
       where f.from_id = $1 and f.revision <= $2 and f.state = 'open'
       returning ${way}
     ) select distinct * from kept`,
    [fromId, revision],
  );
}

/** Ways on which held facts have waited for longer than `olderThanMs`, `most` of them, those that never failed first. */
export async function overdueWays(workspace: Workspace, olderThanMs: number, most: number): Promise<FactWay[]> {
  return workspace.query<FactWay>(
    `select ${way} from lifecycle_fact f
     where f.state = 'open' and f.written_at < now() - make_interval(secs => $1::float8 / 1000) and ${held}
     group by f.from_noun, f.from_id, f.to_noun, f.to_id order by min(f.tries), min(f.seq) limit $2`,
    [olderThanMs, most],
  );
}
