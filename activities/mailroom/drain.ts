import { tellUndelivered } from '../../db/queries/deliveries.ts';
import { doubtSilentFaxes, nextSilentFax } from '../../db/queries/fax-reports.ts';
import { faxSettingsOf, letterheadOf, logoOf } from '../../db/queries/letterhead.ts';
import { withdrawOutdated } from '../../db/queries/outdated.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { faxMailbox } from '../../domain/fax.ts';
import { type Instant, toInstant, toMillis } from '../../domain/time/berlin.ts';
import type { Channel } from '../channels/channel.ts';
import { type Loader, loadContexts } from '../mail/contexts.ts';
import { loadDigestContexts } from '../mail/digest.ts';
import { isFrontDoor, loadFrontDoorContexts } from '../mail/front-door.ts';
import { loadInvitationContexts } from '../mail/invitation.ts';
import type { LetterName, MessageContext } from '../mail/letter.ts';
import { loadPrivacyContexts } from '../mail/privacy.ts';
import { loadRenterContexts } from '../mail/renter.ts';
import { type Claimed, claim, nextDue, takeUpLost } from './claim.ts';
import { DRAIN_MS, type Drained, LEASE_MS } from './contract.ts';
import type { Post } from './post.ts';
import { channelsOf, type House, type Sending, sendBatch } from './send.ts';
import { forgetEnded } from './under-way.ts';

/** How many are claimed at once, and how many where each of the last ones took less than `SWIFT_MS`. Urgent ones wait for a batch. */
const BATCH = 40;
const LARGE_BATCH = 300;
const SWIFT_MS = 8;

/**
 * Sends a workspace's due messages: claims them in batches, renders each from what the rows say now (a mail that
 * may have gone out: from what they said then), hands it over and writes down what became of it. Takes up new ones for
 * `DRAIN_MS` at most, or until `stop`. `address` is where people reach the workspace, without a slash at the end.
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
  const over = () => stop?.aborted === true || Date.now() >= ends;
  let sent = 0;
  let swift = false;
  let before: Instant | null | undefined;
  let prepared: Promise<Batch> | undefined;
  let written: Promise<void> | undefined;
  for (;;) {
    const { messages, away, ...batch }: Batch = await (prepared ?? prepare(workspace, address, post, house, swift));
    prepared = undefined;
    if (messages.length === 0) {
      // What is due next, and what did not arrive, is seen only when the books are closed.
      await written;
      if (before === undefined) {
        // Before one more claim, so that what falls due in between is found by one of the two.
        before = await nextDue(workspace);
        continue;
      }
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
    before = undefined;
    // While these go out; recipients of theirs are left alone until then.
    if (swift && messages.length === LARGE_BATCH && !over()) {
      prepared = prepare(workspace, address, post, house, swift);
      prepared.catch(() => {});
    }
    const began = Date.now();
    const done = await sendBatch({ workspace, post, house, over, ...batch }, messages);
    done.written.catch(() => {});
    await written;
    // What is claimed already need not wait for the books.
    if (prepared === undefined) await done.written;
    written = done.written;
    sent += done.sent;
    swift = Date.now() - began < SWIFT_MS * messages.length;
    if (over() && prepared === undefined) return { next: toInstant(Date.now()), sent };
  }
}

/** What was claimed, and what it tells. */
interface Batch extends Pick<Sending, 'contexts' | 'leaseEnds'> {
  messages: Claimed[];
  /** Channels that were away when it was claimed. */
  away: Pick<Channel<never>, 'awayUntil'>[];
}

/** Claims what goes out next; many where that is `swift`, one where the other side may be away. */
async function prepare(
  workspace: Workspace,
  address: string,
  post: Post,
  house: House,
  swift: boolean,
): Promise<Batch> {
  const now = Date.now();
  const channels = channelsOf(post, house);
  const away = channels.filter((channel) => channel.awayUntil() > now);
  const messages = await claim(workspace, {
    most: channels.some((channel) => channel.doubtful()) ? 1 : swift ? LARGE_BATCH : BATCH,
    open: [...channels.map(({ name }) => name), ...(house.letterhead ? (['letter'] as const) : [])],
    away: away.map(({ name }) => name),
    now: toInstant(now),
  });
  const contexts = await contextsOf(workspace, address, messages);
  return { messages, contexts, away, leaseEnds: now + LEASE_MS };
}

/** Messages that are about no ticket, campaign, project or document, each kind with who looks up what they tell. */
const APART: readonly (readonly [is: (template: LetterName) => boolean, load: Loader])[] = [
  [isFrontDoor, loadFrontDoorContexts],
  [
    (template) => ['invitation', 'invitationReminder', 'invitationProof', 'invitationsMissing'].includes(template),
    loadInvitationContexts,
  ],
  [(template) => template === 'digest', loadDigestContexts],
  [(template) => template.startsWith('privacy'), loadPrivacyContexts],
  [(template) => template === 'renterApproved' || template === 'renterRejected', loadRenterContexts],
];

/** What the messages tell, by id. */
async function contextsOf(
  workspace: Workspace,
  address: string,
  batch: Claimed[],
): Promise<Map<string, MessageContext>> {
  const loaderOf = ({ template }: Claimed) => APART.find(([is]) => is(template))?.[1] ?? loadContexts;
  const contexts = new Map<string, MessageContext>();
  for (const [load, messages] of Map.groupBy(batch, loaderOf)) {
    const ids = messages.map(({ id }) => id);
    for (const [id, context] of await load(workspace, address, ids)) contexts.set(id, context);
  }
  return contexts;
}
