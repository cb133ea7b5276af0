import { type Told, tellUndelivered } from '../../db/queries/deliveries.ts';
import { doubtSilentFaxes, nextSilentFax } from '../../db/queries/fax-reports.ts';
import { faxSettingsOf, letterheadOf, logoOf } from '../../db/queries/letterhead.ts';
import { withdrawOutdated } from '../../db/queries/outdated.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { faxMailbox } from '../../domain/fax.ts';
import type { Letterhead } from '../../domain/letterhead.ts';
import { toInstant, toMillis } from '../../domain/time/berlin.ts';
import { type Channel, type Delivery, onceOnly } from '../channels/channel.ts';
import type { Fax } from '../channels/fax.ts';
import type { Sms } from '../channels/sms.ts';
import type { Mail } from '../channels/smtp.ts';
import { composeFax, composeMail, composeSms, type FaxWay } from '../mail/compose.ts';
import { loadContexts } from '../mail/contexts.ts';
import { loadDigestContexts } from '../mail/digest.ts';
import { loadFrontDoorContexts } from '../mail/front-door.ts';
import { loadInvitationContexts } from '../mail/invitation.ts';
import type { LetterName, MessageContext } from '../mail/letter.ts';
import { loadPrivacyContexts } from '../mail/privacy.ts';
import { beginOnce, type Claimed, claim, fail, giveBack, nextDue, record, takeUpLost } from './claim.ts';
import { DRAIN_MS, type Drained, LEASE_MS } from './contract.ts';
import { deliverCollected, returnCollected } from './digests.ts';
import { queueLetter } from './letters.ts';
import { beginMail, forgetEnded } from './under-way.ts';

/** What a drain works with. */
export interface Post {
  mail: Channel<Mail>;
  /** Null where the installation sends no texts. */
  sms: Channel<Sms> | null;
  fax: Channel<Fax>;
  /** The installation's gateway for faxes; null where each company has its own, or none. */
  faxMailbox: string | null;
  /** `Name <address>`; the name is replaced by the company's. */
  mailFrom: string;
  /** Replies go to mailboxes of this domain; null: to the sender. */
  replyDomain: string | null;
  /** Told whose timelines tell something new. */
  onTold?(workspace: Workspace, told: Told[]): void;
  /** Told about what only a developer can mend; never with words or addresses. */
  onFault(error: unknown, message: string): void;
}

const BATCH = 40;

/**
 * Sends a workspace's due messages: claims them in batches, renders each from what the rows say now (a mail that
 * may have gone out: from what they said then), hands it over and writes down what became of it. Takes up new ones for `DRAIN_MS` at most, or until `stop`. `address` is where people
 * reach the workspace, without a slash at the end.
 */
export async function drain(workspace: Workspace, address: string, post: Post, stop?: AbortSignal): Promise<Drained> {
  const ends = Date.now() + DRAIN_MS;
  await takeUpLost(workspace);
  await forgetEnded(workspace);
  // Where no report can reach us, silence says nothing.
  if (post.replyDomain !== null) await doubtSilentFaxes(workspace);
  await withdrawOutdated(workspace.query.bind(workspace));
  const [head, logo, fax] = await Promise.all([letterheadOf(workspace), logoOf(workspace), faxSettingsOf(workspace)]);
  const mailbox = faxMailbox(fax, post.faxMailbox);
  const house: House = {
    letterhead: head,
    logo,
    fax: mailbox === null ? null : { mailbox, number: fax?.number ?? '', replyDomain: post.replyDomain },
  };
  let sent = 0;
  for (;;) {
    // Before the claim, so that what falls due in between is found by one of the two.
    const before = await nextDue(workspace);
    const leaseEnds = Date.now() + LEASE_MS;
    const away = channelsOf(post, house).filter((channel) => channel.awayUntil() > Date.now());
    const batch = await claim(workspace, {
      most: channelsOf(post, house).some((channel) => channel.doubtful()) ? 1 : BATCH,
      open: [...channelsOf(post, house).map(({ name }) => name), ...(head ? (['letter'] as const) : [])],
      away: away.map(({ name }) => name),
      now: toInstant(Date.now()),
    });
    if (batch.length === 0) {
      const told = await tellUndelivered(workspace);
      if (told.length > 0) post.onTold?.(workspace, told);
      // And after it: what waits for the end of quiet hours, or for the mail of the day, does so only now.
      const dates = [
        ...[
          before,
          await nextDue(workspace),
          post.replyDomain === null ? null : await nextSilentFax(workspace),
        ].flatMap((at) => (at === null ? [] : [toMillis(at)])),
        ...away.map((channel) => channel.awayUntil()),
      ];
      return { next: dates.length > 0 ? toInstant(Math.min(...dates)) : null, sent };
    }
    const over = () => stop?.aborted === true || Date.now() >= ends;
    sent += await sendBatch(workspace, address, post, house, batch, leaseEnds, over);
    if (over()) return { next: toInstant(Date.now()), sent };
  }
}

const isFrontDoor = (template: LetterName) => ['signInLink', 'newPassword', 'reportCode'].includes(template);
const isInvitation = (template: LetterName) =>
  ['invitation', 'invitationReminder', 'invitationProof', 'invitationsMissing'].includes(template);
const isPrivacy = (template: LetterName) => template.startsWith('privacy');

/** What the messages tell; those that prove an address, and the mails of a day, are about no ticket and looked up apart. */
async function contextsOf(
  workspace: Workspace,
  address: string,
  batch: Claimed[],
): Promise<Map<string, MessageContext>> {
  const ids = (wanted: (template: LetterName) => boolean) =>
    batch.filter(({ template }) => wanted(template)).map(({ id }) => id);
  const proofs = ids(isFrontDoor);
  const digests = ids((template) => template === 'digest');
  const invitations = ids(isInvitation);
  const privacy = ids(isPrivacy);
  const others = ids(
    (template) => template !== 'digest' && !isFrontDoor(template) && !isInvitation(template) && !isPrivacy(template),
  );
  return new Map([
    ...(proofs.length > 0 ? await loadFrontDoorContexts(workspace, address, proofs) : []),
    ...(invitations.length > 0 ? await loadInvitationContexts(workspace, address, invitations) : []),
    ...(digests.length > 0 ? await loadDigestContexts(workspace, address, digests) : []),
    ...(privacy.length > 0 ? await loadPrivacyContexts(workspace, address, privacy) : []),
    ...(others.length > 0 ? await loadContexts(workspace, address, others) : []),
  ]);
}

/** What the company adds to the installation's channels. */
interface House {
  letterhead: Letterhead | null;
  logo: Uint8Array | null;
  /** Null where no gateway is named. */
  fax: FaxWay | null;
}

function channelsOf(
  { mail, sms, fax }: Post,
  house: House,
): Pick<Channel<never>, 'name' | 'longestMs' | 'awayUntil' | 'doubtful'>[] {
  return [mail, ...(sms ? [sms] : []), ...(house.fax ? [fax] : [])];
}

/** Sends a batch over several connections, each recipient's messages one after the other. */
async function sendBatch(
  workspace: Workspace,
  address: string,
  post: Post,
  house: House,
  batch: Claimed[],
  leaseEnds: number,
  over: () => boolean,
): Promise<number> {
  const contexts = await contextsOf(workspace, address, batch);
  const queues = [...Map.groupBy(batch, ({ recipientId }) => recipientId).values()];
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
        const outcome = await sendOne(workspace, post, house, message, contexts.get(message.id));
        if (outcome === 'sent') sent += 1;
        else if (outcome !== 'ended') {
          // Whoever comes after it in the order waits with it.
          left.push(...queue.slice(index + 1));
          break;
        }
      }
    }
  };
  await Promise.all(Array.from({ length: post.mail.lanes }, lane));
  await giveBack(workspace, left);
  return sent;
}

async function sendOne(
  workspace: Workspace,
  post: Post,
  house: House,
  message: Claimed,
  context: MessageContext | undefined,
): Promise<'sent' | 'ended' | 'waits'> {
  if (context === undefined || message.channel === null) {
    await fail(
      workspace,
      message,
      context === undefined ? 'noLongerThere' : message.tries > 0 ? 'noOtherWay' : 'noAddress',
    );
    if (message.template === 'digest') await returnCollected(workspace.query.bind(workspace), message.id);
    return 'ended';
  }
  const delivery = await handOver(workspace, post, house, message, context);
  if (delivery === 'lost') return 'waits';
  if (delivery === 'queued') return 'sent';
  await record(workspace, message, message.channel, delivery);
  if (message.template === 'digest' && delivery.outcome === 'sent')
    await deliverCollected(workspace.query.bind(workspace), message.id);
  if (delivery.outcome === 'sent') return 'sent';
  return delivery.outcome === 'unclear' && onceOnly.has(message.channel) ? 'ended' : 'waits';
}

/** Renders a message for its channel and hands it over; 'lost' when the claim is somebody else's by now. */
async function handOver(
  workspace: Workspace,
  post: Post,
  house: House,
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
      // What proves an address says the same each time, and its code is kept nowhere.
      const told = isFrontDoor(message.template) ? context : await beginMail(workspace, message, context);
      if (told === undefined) return 'lost';
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
