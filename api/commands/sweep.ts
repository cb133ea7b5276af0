import type { Client } from '@temporalio/client';
import type { FastifyBaseLogger } from 'fastify';
import { countFailure, openCommands, type StoredCommand } from '../../db/queries/commands.ts';
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

/**
 * Sends again, oldest first per subject, what has no answer yet: acts kept while worker or Temporal were away; sends what
 * was held back when its time is over; and lets the search know of reports that a lost process has taken. Runs until the
 * returned function is called. Several processes may sweep: a command has one effect however often it is sent.
 */
export function sweepCommands(client: Client, workspaces: Workspaces, log: FastifyBaseLogger): () => Promise<void> {
  return goRound(workspaces, log, {
    everyMs: EVERY_MS,
    what: 'acts',
    visit: (workspace) => sweepWorkspace(client, workspace, log),
  });
}

async function sweepWorkspace(client: Client, workspace: Workspace, log: FastifyBaseLogger): Promise<void> {
  await makeFindable(workspace);
  for (let sent = 0; sent < 1_000; ) {
    const open = await openCommands(workspace, OLD_MS, TAKEN);
    if (open.length === 0) return;
    // Asked again: what was taken back in this very moment is not among them.
    if (open.some(({ state }) => state === 'held')) {
      await releaseDue(workspace);
      continue;
    }
    for (let n = 0; n < open.length; ) {
      const together = open.slice(n, n + (peopleAct() ? AT_ONCE_WHILE_PEOPLE_ACT : AT_ONCE));
      const answers = await Promise.all(together.map((command) => sendAgain(client, workspace, command, log)));
      if (answers.some((answer) => answer === 'kept' || answer === 'failed')) return;
      n += together.length;
    }
    await flushSettled(workspace);
    sent += open.length;
  }
}

async function sendAgain(
  client: Client,
  workspace: Workspace,
  command: StoredCommand,
  log: FastifyBaseLogger,
): Promise<'applied' | 'kept' | 'refused' | 'failed'> {
  try {
    return (await sendCommand(client, workspace, command)).state;
  } catch (error) {
    if (error instanceof DomainError) return 'refused';
    log.error({ command: command.id, err: error }, 'a kept command failed');
    await countFailure(workspace, command.id);
    return 'failed';
  }
}
