import type { Workspace } from '../../db/workspaces.ts';
import type { Letterhead } from '../../domain/letterhead.ts';
import { type Channel, type Delivery, onceOnly } from '../channels/channel.ts';
import { composeFax, composeMail, composeSms, type FaxWay } from '../mail/compose.ts';
import { isFrontDoor } from '../mail/front-door.ts';
import type { MessageContext } from '../mail/letter.ts';
import { beginOnce, type Claimed, fail, giveBack } from './claim.ts';
import { deliverCollected, returnCollected } from './digests.ts';
import { queueLetter } from './letters.ts';
import { Marks } from './marks.ts';
import type { Post } from './post.ts';
import { Beginnings, forgetEnded, forgetUnsent, type Ready } from './under-way.ts';

/** What the company adds to the installation's channels. */
export interface House {
  letterhead: Letterhead | null;
  logo: Uint8Array | null;
  /** Null where no gateway is named. */
  fax: FaxWay | null;
}

/** The ways that are open to this company, letters apart. */
export function channelsOf(
  { mail, sms, fax }: Post,
  house: House,
): Pick<Channel<never>, 'name' | 'longestMs' | 'awayUntil' | 'doubtful'>[] {
  return [mail, ...(sms ? [sms] : []), ...(house.fax ? [fax] : [])];
}

/** One batch on its way. */
export interface Sending {
  workspace: Workspace;
  post: Post;
  house: House;
  /** Instant in ms after which the claims may be somebody else's. */
  leaseEnds: number;
  /** Whether nothing new is to be handed over. */
  over(): boolean;
  /** What the messages tell, by id. */
  contexts: ReadonlyMap<string, MessageContext>;
}

/** What became of a batch. */
export interface Sent {
  /** How many were handed over. */
  sent: number;
  /** Resolves when all of it is written down. @throws what the database says. */
  written: Promise<void>;
}

/**
 * Sends claimed messages over several connections, each recipient's one after the other, and gives back what it does
 * not come to.
 */
export async function sendBatch(sending: Sending, batch: Claimed[]): Promise<Sent> {
  const { workspace, post, house, leaseEnds, over } = sending;
  const marks = new Marks(workspace);
  const queues = [...Map.groupBy(batch, ({ recipientId }) => recipientId).values()];
  const beginnings = new Beginnings(workspace, readyOf(queues.flat(), sending.contexts));
  const left: Claimed[] = [];
  let sent = 0;
  const lane = async () => {
    for (let queue = queues.shift(); queue !== undefined; queue = queues.shift()) {
      for (const [index, message] of queue.entries()) {
        const channel = channelsOf(post, house).find(({ name }) => name === message.channel);
        const late = Date.now() + (channel?.longestMs ?? 0) >= leaseEnds;
        if (over() || late || (channel?.awayUntil() ?? 0) > Date.now()) {
          left.push(...queue.slice(index));
          break;
        }
        const outcome = await sendOne(sending, beginnings, marks, message);
        if (outcome === 'sent') sent += 1;
        else if (outcome !== 'ended') {
          // Whoever comes after it in the order waits with it.
          left.push(...queue.slice(index + 1));
          break;
        }
      }
    }
  };
  const write = async () => {
    await marks.written();
    const begun = await beginnings.all();
    await forgetEnded(workspace, [...begun.keys()]);
    // Before they are given back: after that somebody else may have begun them.
    await forgetUnsent(
      workspace,
      left.flatMap(({ id }) => (begun.get(id)?.again === false ? [id] : [])),
    );
    await giveBack(workspace, left);
  };
  await Promise.all(Array.from({ length: post.mail.lanes }, lane));
  return { sent, written: write() };
}

/** The mails among claimed messages. What proves an address says the same each time, and its code is kept nowhere. */
function readyOf(batch: Claimed[], contexts: ReadonlyMap<string, MessageContext>): Ready[] {
  return batch.flatMap(({ id, claimedAt, channel, template }) => {
    const context = contexts.get(id);
    return context && channel === 'mail' && !isFrontDoor(template) ? [{ id, claimedAt, context }] : [];
  });
}

async function sendOne(
  sending: Sending,
  beginnings: Beginnings,
  marks: Marks,
  message: Claimed,
): Promise<'sent' | 'ended' | 'waits'> {
  const { workspace, contexts } = sending;
  const context = contexts.get(message.id);
  if (context === undefined || message.channel === null) {
    await fail(
      workspace,
      message,
      context === undefined ? 'noLongerThere' : message.tries > 0 ? 'noOtherWay' : 'noAddress',
    );
    if (message.template === 'digest') await returnCollected(workspace.query.bind(workspace), message.id);
    return 'ended';
  }
  const delivery = await handOver(sending, beginnings, message, context);
  if (delivery === 'lost') return 'waits';
  if (delivery === 'queued') return 'sent';
  await marks.note(message, message.channel, delivery);
  if (message.template === 'digest' && delivery.outcome === 'sent') {
    await marks.written();
    await deliverCollected(workspace.query.bind(workspace), message.id);
  }
  if (delivery.outcome === 'sent') return 'sent';
  return delivery.outcome === 'unclear' && onceOnly.has(message.channel) ? 'ended' : 'waits';
}

/** Renders a message for its channel and hands it over; 'lost' when the claim is somebody else's by now. */
async function handOver(
  { workspace, post, house, leaseEnds }: Sending,
  beginnings: Beginnings,
  message: Claimed,
  context: MessageContext,
): Promise<Delivery | 'lost' | 'queued'> {
  switch (message.channel) {
    case 'sms': {
      const sms = await composed(post, message, () => composeSms(context, workspace.id));
      if ('outcome' in sms || !post.sms) return sms as Delivery;
      return (await beginOnce(workspace, message)) ? post.sms.send(sms) : 'lost';
    }
    case 'fax': {
      const fax = await composed(
        post,
        message,
        async () => house.fax && composeFax(context, post.mailFrom, house.letterhead, house.fax),
      );
      if ('outcome' in fax) return fax;
      return (await beginOnce(workspace, message)) ? post.fax.send(fax) : 'lost';
    }
    case 'letter': {
      const queued = await composed(
        post,
        message,
        async () => house.letterhead && queueLetter(workspace, message, context, house.letterhead, house.logo),
      );
      return 'outcome' in queued ? queued : queued.queued ? 'queued' : 'lost';
    }
    default: {
      const told = isFrontDoor(message.template) ? context : (await beginnings.of(message.id))?.context;
      // Noting it can have lasted until its claim is nearly over.
      if (told === undefined || Date.now() + post.mail.longestMs >= leaseEnds) return 'lost';
      const mail = await composed(post, message, () => composeMail(told, post.mailFrom, post.replyDomain));
      return 'outcome' in mail ? mail : post.mail.send(mail);
    }
  }
}

/** The parcel, or why there is none: no usable address is a refusal, a fault in a template is put off until it is mended. */
async function composed<Parcel extends object>(
  post: Post,
  message: Claimed,
  compose: () => Parcel | null | Promise<Parcel | null>,
): Promise<Parcel | Delivery> {
  try {
    return (await compose()) ?? { outcome: 'refused', detail: 'badAddress' };
  } catch (error) {
    post.onFault(error, message.id);
    return { outcome: 'failed', detail: 'notRendered' };
  }
}
