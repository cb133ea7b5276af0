import { Sealing } from '../../db/sealing.ts';
import type { Workspace } from '../../db/workspaces.ts';
import type { MessageContext } from '../mail/letter.ts';
import type { Claimed } from './claim.ts';

/** After a server was away for so long, a mail says what is true by now: it hardly went out before. */
const STALE = `interval '15 minutes'`;

const sealings = new WeakMap<Buffer, Sealing>();

/** Deriving a key costs as much as sealing. */
function sealingOf({ key }: Workspace): Sealing {
  const sealing = sealings.get(key) ?? new Sealing(key.toString('hex'), 'mail under way');
  sealings.set(key, sealing);
  return sealing;
}

/** What a mail has to say, and whether it may have been handed over before. */
export interface Begun {
  context: MessageContext;
  again: boolean;
}

/** A mail that may be handed over. */
export type Ready = Pick<Claimed, 'id' | 'claimedAt'> & { context: MessageContext };

/** How many mails are begun at once; as many more are begun while those go out. */
const AT_ONCE = 16;

/**
 * Begins a batch's mails in the order in which they go out, a few ahead: of those that a lost process had not begun it is
 * known that nobody got them, so they say what is true by then.
 */
export class Beginnings {
  readonly #workspace: Workspace;
  readonly #mails: readonly Ready[];
  readonly #places: ReadonlyMap<string, number>;
  readonly #rounds: Promise<Map<string, Begun>>[] = [];

  constructor(workspace: Workspace, mails: readonly Ready[]) {
    this.#workspace = workspace;
    this.#mails = mails;
    this.#places = new Map(mails.map(({ id }, place) => [id, place]));
  }

  /** What a mail has to say; undefined where its claim is somebody else's by now. @throws what the database says. */
  async of(id: string): Promise<Begun | undefined> {
    const place = this.#places.get(id);
    if (place === undefined) return undefined;
    const n = Math.floor(place / AT_ONCE);
    const round = this.#round(n);
    this.#round(n + 1).catch(() => {});
    return (await round).get(id);
  }

  /** All that were begun, by id. @throws what the database says. */
  async all(): Promise<Map<string, Begun>> {
    const rounds = await Promise.all(Object.values(this.#rounds));
    return new Map(rounds.flatMap((begun) => [...begun]));
  }

  #round(n: number): Promise<Map<string, Begun>> {
    this.#rounds[n] ??= beginMails(this.#workspace, this.#mails.slice(n * AT_ONCE, (n + 1) * AT_ONCE));
    return this.#rounds[n];
  }
}

/**
 * Notes what mails say before they are handed over, and gives what each has to say: the same as the last time where
 * nobody knows whether that arrived. Those whose claim is somebody else's by now are left out. What is kept holds links,
 * so it is sealed, and is gone with the batch, or with the next drain where that was lost.
 */
async function beginMails(workspace: Workspace, mails: readonly Ready[]): Promise<Map<string, Begun>> {
  if (mails.length === 0) return new Map();
  const sealing = sealingOf(workspace);
  const contents = mails.map(({ id, context }) => sealing.seal(Buffer.from(JSON.stringify(context)), id));
  const rows = await workspace.query<{ id: string; content: Buffer | null; again: boolean }>(
    `with given as (
       select * from unnest($1::uuid[], $2::bytea[], $3::timestamptz[]) as g(id, content, claimed_at)
     ), begun as (
       insert into mail_under_way as u (message_id, content)
       select m.id, g.content from given g join message m on m.id = g.id
       where m.id = any($1::uuid[]) and m.state = 'claimed' and date_trunc('milliseconds', m.claimed_at) = g.claimed_at
       on conflict (message_id) do update set
         content = case when u.away and u.begun_at < now() - ${STALE} then excluded.content else u.content end,
         begun_at = case when u.away and u.begun_at < now() - ${STALE} then excluded.begun_at else u.begun_at end,
         away = false
       returning message_id, content, xmax <> 0 as again
     )
     select begun.message_id as id, begun.again,
       case when begun.content <> given.content then begun.content end as content
     from begun join given on given.id = begun.message_id`,
    [mails.map(({ id }) => id), contents, mails.map(({ claimedAt }) => claimedAt)],
  );
  const given = new Map(mails.map(({ id, context }) => [id, context]));
  return new Map(
    rows.map(({ id, content, again }) => {
      const said = content === null ? null : (JSON.parse(sealing.unseal(content, id).toString()) as MessageContext);
      return [id, { context: said ?? (given.get(id) as MessageContext), again }];
    }),
  );
}

/** Forgets what mails were to say that were not handed over after all. */
export async function forgetUnsent(workspace: Workspace, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await workspace.query('delete from mail_under_way where message_id = any($1::uuid[])', [ids]);
}

/** Forgets what mails said, these or any, that nobody sends again: sent, withdrawn, or gone out another way. */
export async function forgetEnded(workspace: Workspace, ids?: string[]): Promise<void> {
  if (ids?.length === 0) return;
  await workspace.query(
    `delete from mail_under_way u using message m where m.id = u.message_id and m.state not in ('open', 'claimed')
       ${ids ? 'and m.id = any($1::uuid[]) and u.message_id = any($1::uuid[])' : ''}`,
    ids && [ids],
  );
}
