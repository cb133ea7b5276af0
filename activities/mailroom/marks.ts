import { together } from '../../db/together.ts';
import type { Workspace } from '../../db/workspaces.ts';
import type { ChannelName, Delivery } from '../channels/channel.ts';
import { type Claimed, ONCE } from './claim.ts';

/** After how many tries a message that its server puts off again and again is given up: about two days. */
const MOST_TRIES = 60;

/** How many answers may stand in memory only. A lost process sends so many mails again at most, with the same bytes. */
const MOST_UNWRITTEN = 8;

/** How long answers wait for others: one statement for a few costs hardly more than one for each. */
const GATHER_MS = 5;

interface Mark {
  id: string;
  channel: ChannelName;
  outcome: Delivery['outcome'];
  state: 'sent' | 'failed' | 'unclear' | 'open';
  /** Minutes until the next try; null for none. */
  pause: number | null;
  provider: string | null;
  detail: string | null;
}

/**
 * Writes down what became of attempts, and where the messages stand now. While one statement is under way others
 * gather for the next, so that a thousand mails cost some hundred statements.
 */
export class Marks {
  readonly #write: (mark: Mark) => Promise<void>;
  /** What is not written yet, or could not be. */
  readonly #unwritten = new Set<Promise<void>>();

  constructor(workspace: Workspace) {
    this.#write = together<Mark, void>(
      Number.POSITIVE_INFINITY,
      async (marks) => {
        await write(workspace, marks);
        return [];
      },
      GATHER_MS,
    );
  }

  /** Resolves when the next attempt may begin. @throws what the database says, to whoever waits. */
  async note(message: Claimed, channel: ChannelName, delivery: Delivery): Promise<void> {
    const written = this.#write(markOf(message, channel, delivery));
    this.#unwritten.add(written);
    // A fault is told by `written()`; meanwhile it is nobody's.
    written.then(
      () => this.#unwritten.delete(written),
      () => {},
    );
    if (this.#unwritten.size >= MOST_UNWRITTEN) await written;
  }

  /** Resolves when everything noted is written. @throws what the database says. */
  async written(): Promise<void> {
    await Promise.all(this.#unwritten);
  }
}

/** Minutes until the next try of a message that was put off: 1, 2, 4 … at most an hour. */
function pauseMinutes(tries: number): number {
  return Math.min(60, 2 ** Math.max(0, tries - 1));
}

function markOf(message: Claimed, channel: ChannelName, delivery: Delivery): Mark {
  const { outcome } = delivery;
  const tries = message.tries + 1;
  const givenUp = outcome === 'failed' && tries >= MOST_TRIES;
  const resend = channel === 'mail' && outcome === 'unclear';
  return {
    id: message.id,
    channel,
    outcome,
    state: outcome === 'sent' ? 'sent' : givenUp ? 'failed' : outcome === 'unclear' && !resend ? 'unclear' : 'open',
    pause: outcome === 'failed' || resend ? pauseMinutes(tries) : null,
    provider: outcome === 'sent' ? delivery.providerId : null,
    detail: outcome === 'sent' ? null : delivery.detail,
  };
}

/** What becomes of what mails said that were not sent. That of those that were is forgotten for the whole batch at once. */
const NOT_SENT = `, answered as (
       delete from mail_under_way u using marked where u.message_id = marked.id and marked.outcome not in ('away', 'unclear')
     ), unanswered as (
       update mail_under_way u set away = true from marked where u.message_id = marked.id and marked.outcome = 'away'
     )`;

async function write(workspace: Workspace, marks: readonly Mark[]): Promise<void> {
  await workspace.query(
    `with given as (
       select * from jsonb_to_recordset($1)
         as g(id uuid, channel text, outcome text, state text, pause integer, provider text, detail text)
     ), marked as (
       update message m set state = g.state, channel = g.channel, tries = m.tries + 1,
         sent_at = case when g.state = 'sent' then now() end,
         claimed_at = case when g.state = 'open' then null else m.claimed_at end,
         released_at = null,
         next_try_at = now() + make_interval(mins => g.pause)
       from given g
       where m.id = g.id and m.id = any($2::uuid[]) and (m.state = 'claimed' or (m.state = 'unclear' and m.channel in ${ONCE}))
       returning g.*
     )${marks.some(({ outcome }) => outcome !== 'sent') ? NOT_SENT : ''}
     insert into message_attempt (message_id, n, channel, outcome, provider_id, detail)
     select id, (select coalesce(max(n), 0) + 1 from message_attempt a where a.message_id = marked.id), channel,
       case outcome when 'away' then 'failed' else outcome end, provider, detail from marked`,
    [JSON.stringify(marks), marks.map(({ id }) => id)],
  );
}
