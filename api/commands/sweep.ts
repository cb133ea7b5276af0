import type { Client } from '@temporalio/client';
import type { FastifyBaseLogger } from 'fastify';
import { countFailure, forgetFailures, openCommands, type StoredCommand } from '../../db/queries/commands.ts';
import { releaseDue } from '../../db/queries/held.ts';
import { makeFindable } from '../../db/queries/search.ts';
import type { Workspace, Workspaces } from '../../db/workspaces.ts';
import { DomainError } from '../../domain/errors.ts';
import { peopleAct } from './act.ts';
import { goRound } from './rounds.ts';
import { sendCommand } from './send.ts';
import { flushSettled } from './settle.ts';

/** How often the sweep looks, how old an unanswered command has to be, how many it takes and how many it sends at once. */
const EVERY_MS = 3_000;
const OLD_MS = 7_000;
const TAKEN = 100;
const AT_ONCE = 20;
/** Thousands of imported reports must not make those wait who act at the desk meanwhile. */
const AT_ONCE_WHILE_PEOPLE_ACT = 3;
/** After so many a visit ends, so that other companies have their turn. */
const SENT_AT_MOST = 1_000;

const atOnce = () => (peopleAct() ? AT_ONCE_WHILE_PEOPLE_ACT : AT_ONCE);

/** Where the last visit found nobody who answers. */
const seemedAway = new WeakSet<Workspace>();

/**
 * Sends again, oldest first per subject, what has no answer yet: acts kept while worker or Temporal were away; sends what
 * was held back when its time is over; and lets the search know of reports that a lost process has taken. Runs until the
 * returned function is called. Several processes may sweep: a command has one effect however often it is sent.
 */
export function sweepCommands(client: Client, workspaces: Workspaces, log: FastifyBaseLogger): () => Promise<void> {
  return goRound(workspaces, log, {
    everyMs: EVERY_MS,
    what: 'acts',
    visit: (workspace) => visitForActs(client, workspace, log),
  });
}

/**
 * One visit of the sweep. Acts that are stuck hold up nobody: they are sent once, and after the others the next time. Where
 * as many have no answer as are sent at once, worker or engine may be away, and the visit ends.
 */
export async function visitForActs(client: Client, workspace: Workspace, log: FastifyBaseLogger): Promise<void> {
  await makeFindable(workspace);
  const inVain = new Set<string>();
  let answered = false;
  const isAnswered = async (command: StoredCommand) => {
    const answer = await sendAgain(client, workspace, command, log);
    if (answer === 'kept' || answer === 'failed') {
      inVain.add(command.id);
      return false;
    }
    answered = true;
    // What was sent while nobody was there need not wait behind what came later.
    if (seemedAway.delete(workspace)) await forgetFailures(workspace);
    return true;
  };
  for (let sent = 0; sent < SENT_AT_MOST; ) {
    const taken = await openCommands(workspace, OLD_MS, TAKEN);
    // Asked again: what was taken back in this very moment is not among them.
    if (taken.some(({ state }) => state === 'held')) {
      await releaseDue(workspace);
      continue;
    }
    const open = taken.filter(({ id }) => !inVain.has(id));
    if (open.length === 0) break;
    sent += open.length;
    // One after the other until one has no answer: whoever waits for that one sends nothing more.
    const inTurn = async (lane: number) => {
      while (lane < atOnce()) {
        const command = open.shift();
        if (!command || !(await isAnswered(command))) return;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, (_, lane) => inTurn(lane)));
    await flushSettled(workspace);
    if (open.length > 0) break;
  }
  if (inVain.size > 0 && !answered) seemedAway.add(workspace);
}

async function sendAgain(
  client: Client,
  workspace: Workspace,
  command: StoredCommand,
  log: FastifyBaseLogger,
): Promise<'applied' | 'kept' | 'refused' | 'failed'> {
  try {
    const { state } = await sendCommand(client, workspace, command);
    if (state === 'kept') await countFailure(workspace, command.id);
    return state;
  } catch (error) {
    if (error instanceof DomainError) return 'refused';
    log.error({ command: command.id, err: error }, 'a kept command failed');
    await countFailure(workspace, command.id);
    return 'failed';
  }
}
