import { createHash } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import type { Query } from '../../db/pool.ts';
import { answeredCampaigns, awaitsAnswers, type CampaignRecord, campaignRecord } from '../../db/queries/campaigns.ts';
import { type StoredCommand, storeCommand } from '../../db/queries/commands.ts';
import { votersOf } from '../../db/queries/count.ts';
import { receiptsLeft } from '../../db/queries/document-campaigns.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { DomainError } from '../../domain/errors.ts';
import { type Actor, system } from '../../domain/parties.ts';
import { toInstant } from '../../domain/time/berlin.ts';
import { isDecided } from '../../domain/vote/count.ts';
import { fraction } from '../../domain/vote/fraction.ts';
import { sendInOrder } from '../commands/act.ts';
import { goRound } from '../commands/rounds.ts';
import type { Services } from '../trpc.ts';

/** Answers that come this closely together are told and looked at once. */
const GATHER_MS = 300;
/** A look at thousands of votes takes a while: the next one waits as many times as long, so that answers come first. */
const PAUSE_TIMES = 5;

interface Watch {
  timer: NodeJS.Timeout;
  /** Whether something came while it was looked at. */
  again: boolean;
}

/** Whose answers are being gathered or looked at: one look at a time for each campaign. */
const watched = new Map<string, Watch>();
const running = new Set<Promise<void>>();

/**
 * Notes that a campaign has a new answer: whoever looks at it is told, and it ends when nothing is awaited any more. In the
 * background: whoever answers does not wait for it.
 */
export function answered(services: Services, workspace: Workspace, campaignId: string): void {
  const watch = watched.get(`${workspace.id} ${campaignId}`);
  if (watch) watch.again = true;
  else lookLater(services, workspace, campaignId, GATHER_MS);
}

function lookLater(services: Services, workspace: Workspace, campaignId: string, ms: number): void {
  const key = `${workspace.id} ${campaignId}`;
  const timer = setTimeout(() => {
    watch.again = false;
    const began = performance.now();
    const round = look(services, workspace, campaignId)
      // The sweep makes up for it.
      .catch(() => {})
      .finally(() => {
        running.delete(round);
        if (watched.get(key) !== watch) return;
        watched.delete(key);
        const took = performance.now() - began;
        if (watch.again) lookLater(services, workspace, campaignId, Math.max(GATHER_MS, PAUSE_TIMES * took));
      });
    running.add(round);
  }, ms);
  const watch: Watch = { timer, again: false };
  watched.set(key, watch);
}

/** How often the sweep looks for answers that nobody has looked at. */
const SWEEP_MS = 20_000;

/**
 * Looks at campaigns that have got answers since this process last did: who should have looked may have been lost in that
 * moment, and then nobody would end them before their deadline. Ends read receipts too whose document is withdrawn: one may
 * have been opened in that moment. Runs until the returned function is called.
 */
export function sweepCampaigns(services: Services, log: FastifyBaseLogger): () => Promise<void> {
  const looked = new Map<string, Map<string, string>>();
  return goRound(services.workspaces, log, {
    everyMs: SWEEP_MS,
    what: 'campaigns',
    async visit(workspace) {
      const before = looked.get(workspace.id);
      const now = new Map<string, string>();
      for (const { id, standing } of await answeredCampaigns(workspace)) {
        if (before?.get(id) !== standing) await look(services, workspace, id);
        now.set(id, standing);
      }
      looked.set(workspace.id, now);
      const left = await receiptsLeft(workspace.query.bind(workspace), null);
      if (left.length === 0) return;
      const ends = await workspace.transaction((q) => storeReceiptEnds(q, left, { actor: system, tell: true }));
      await sendEach(services, workspace, ends);
    },
  });
}

/** Looks at nothing more and waits for what is under way: before the connections are closed. */
export async function stopLooking(): Promise<void> {
  for (const { timer } of watched.values()) clearTimeout(timer);
  watched.clear();
  await Promise.all(running);
}

async function look(services: Services, workspace: Workspace, campaignId: string): Promise<void> {
  await services.workspaces.notify({ workspaceId: workspace.id, topic: 'campaign', id: campaignId, revision: 0 });
  const record = await campaignRecord(workspace, campaignId);
  if (record?.phase !== 'open') return;
  const why = await reasonToEnd(workspace, record);
  if (why === null) return;
  const id = idFrom(`end ${campaignId} ${record.deadline}`);
  const command = commandTo(campaignId, { id, type: 'end', actor: system, facts: { why } });
  await workspace.transaction((q) => storeCommand(q, command));
  await sendEach(services, workspace, [command]);
}

async function sendEach(services: Services, workspace: Workspace, commands: readonly StoredCommand[]): Promise<void> {
  for (const command of commands)
    await sendInOrder(services, workspace, command).catch((error: unknown) => {
      // Somebody ended it at the same moment.
      if (!(error instanceof DomainError)) throw error;
    });
}

function commandTo(campaignId: string, said: Pick<StoredCommand, 'id' | 'type' | 'actor' | 'facts'>): StoredCommand {
  return { noun: 'campaign', subjectId: campaignId, at: toInstant(Date.now()), words: {}, files: [], ...said };
}

/**
 * Stores, in the transaction that withdraws a document, that read receipts about it (their ids) end: nothing is left that
 * could be read. `tell`: those who have not answered get a message. Stored before, each stays as it was.
 */
export async function storeReceiptEnds(
  q: Query,
  receipts: readonly string[],
  { actor, tell }: { actor: Actor; tell: boolean },
): Promise<StoredCommand[]> {
  const facts = { why: 'documentWithdrawn', tell };
  const commands = receipts.map((id) =>
    commandTo(id, { id: idFrom(`end with its document ${id}`), type: 'withdraw', actor, facts }),
  );
  for (const command of commands) await storeCommand(q, command);
  return commands;
}

/** Ends read receipts in the background, as it was stored: whoever withdraws a document does not wait for each of them. */
export function endReceipts(services: Services, workspace: Workspace, ends: readonly StoredCommand[]): void {
  const round = sendEach(services, workspace, ends)
    // The sweep makes up for it.
    .catch(() => {})
    .finally(() => running.delete(round));
  running.add(round);
}

/** Why a campaign need not wait for its deadline, or null. One whose votes can still be changed always does. */
export async function reasonToEnd(
  workspace: Workspace,
  { id, kind, voting, allShares, eachMember }: CampaignRecord,
): Promise<'allAnswered' | 'decided' | null> {
  if (voting?.changeable) return null;
  // Of a common vote every co-owner is waited for, unless nobody can see whose it is.
  const each = eachMember || (kind === 'vote' && !voting?.secret);
  if (!(await awaitsAnswers(workspace, id, each))) return 'allAnswered';
  if (!voting?.endsWhenDecided || voting.secret) return null;
  const { voters } = await votersOf(workspace.query.bind(workspace), id);
  const whole = allShares ? fraction(allShares.numerator, allShares.denominator) : undefined;
  return isDecided(voters, voting.majority, whole) ? 'decided' : null;
}

/** The same for each time that a campaign could end: asked twice it ends once. */
function idFrom(occasion: string): string {
  const hex = createHash('sha256').update(occasion).digest('hex').slice(0, 32).split('');
  hex[12] = '8';
  hex[16] = 'a';
  return hex.join('').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
