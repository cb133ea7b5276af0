import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import {
  isGrpcServiceError,
  WithStartWorkflowOperation,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { commandAnswer, refuseCommand, type StoredCommand, tableOf } from '../../db/queries/commands.ts';
import { policyRulesOf } from '../../db/queries/policies.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { DomainError, type DomainErrorCode, isDomainErrorCode } from '../../domain/errors.ts';
import { closing } from '../../domain/ticket/retract.ts';
import { idOf, TASK_QUEUE } from '../../workflows/messages/ids.ts';
import type { Acted } from '../../workflows/messages/lifecycle.ts';
import { addresseeOf } from './nouns.ts';
import { settle } from './settle.ts';

/** How long a caller waits for an act to be written before it is told that the act is kept for later. */
const PATIENCE_MS = 5_000;

/** A revision that takes another's place is in the row this long after the act, whatever was killed in between. */
const VOIDED_WITHIN_MS = 60_000;

/** How long an act waits for what was written for its lifecycle to hear before it, and how often it looks. */
const HEARD_WITHIN_MS = 2_000;
const LOOK_MS = 50;

/** What came of a sent command: written as this revision, or kept and to be sent again. */
export type Sent = { state: 'applied'; revision: number } | { state: 'kept' };

/**
 * Sends a stored command to its lifecycle and waits until its revision is written. The command's id is the update id,
 * so sending it again has no second effect. With no worker or no Temporal the command stays stored and the sweep sends
 * it later. A refusal is recorded and thrown as DomainError.
 */
export async function sendCommand(
  client: Client,
  workspace: Workspace,
  command: StoredCommand,
  again = false,
): Promise<Sent> {
  if (!(await hasHeard(workspace, command))) return { state: 'kept' };
  try {
    const { revision } = await client.connection.withDeadline(Date.now() + PATIENCE_MS, () =>
      update(client, workspace, command),
    );
    settle(workspace, command.id);
    return { state: 'applied', revision };
  } catch (error) {
    const code = refusalIn(error);
    if (code === undefined) {
      if (isAway(error)) return { state: 'kept' };
      throw error;
    }
    // Asked twice: somebody else's act may just have come between the refusal and this look at the row.
    if (await isBehind(workspace, command, error))
      return again ? { state: 'kept' } : sendCommand(client, workspace, command, true);
    if (await refuseCommand(workspace, command.id, code)) throw new DomainError(code);
    // Written before, and its lifecycle has come to its end or gone on since: the row tells.
    const answer = await commandAnswer(workspace, command.id);
    if (answer?.state !== 'applied' || answer.revision === null) throw new DomainError(code);
    // A workflow that lives and refuses may have lost it and gone on otherwise: its next revision voids the row's then.
    const ended = error instanceof WorkflowNotFoundError;
    if (!ended && !answer.settled && Date.now() - Date.parse(answer.at) < VOIDED_WITHIN_MS) return { state: 'kept' };
    settle(workspace, command.id);
    return { state: 'applied', revision: answer.revision };
  }
}

/**
 * Whether a lifecycle has heard what others wrote for it before an act: its row may show what came of it already, and who
 * acts on that would else be quicker where all was killed in between. A fact that nobody tells for a minute holds nobody up.
 */
async function hasHeard(workspace: Workspace, { subjectId, at }: StoredCommand): Promise<boolean> {
  for (const ends = performance.now() + HEARD_WITHIN_MS; ; await sleep(LOOK_MS)) {
    const waiting = await workspace.query(
      `select from lifecycle_fact where to_id = $1 and state = 'open' and written_at <= $2
         and written_at > now() - interval '1 minute' limit 1`,
      [subjectId, at],
    );
    if (waiting.length === 0) return true;
    if (performance.now() > ends) return false;
  }
}

async function update(client: Client, workspace: Workspace, command: StoredCommand): Promise<Acted> {
  const { noun, subjectId, id, actor, at } = command;
  const facts = await withRules(workspace, command.facts);
  const workflowId = idOf(workspace.id, noun, subjectId);
  const [definition, act] = addresseeOf(noun).update({ id, actor, at }, { ...facts, type: command.type });
  const beginning = await beginningOf(workspace, command);
  if (beginning) {
    const startWorkflowOperation = new WithStartWorkflowOperation(noun, {
      workflowId,
      taskQueue: TASK_QUEUE,
      args: [{ id: subjectId, ...beginning }],
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
    return client.workflow.executeUpdateWithStart(definition, { args: [act], updateId: id, startWorkflowOperation });
  }
  return client.workflow.getHandle(workflowId).executeUpdate(definition, { args: [act], updateId: id });
}

/** The facts with the rules of the policy that they name: those are the same each time a command is sent. */
async function withRules(workspace: Workspace, facts: StoredCommand['facts']): Promise<StoredCommand['facts']> {
  if (typeof facts.policy !== 'number') return facts;
  const rules = await policyRulesOf(workspace, facts.policy, String(facts.category ?? ''));
  return rules ? { ...facts, rules } : facts;
}

/**
 * The state with which a command starts its lifecycle (null: as a new one); undefined where it does not start it. One that
 * is sent again starts it only while nothing followed it: afterwards it would bring a lifecycle back that has ended.
 */
async function beginningOf(workspace: Workspace, command: StoredCommand): Promise<{ state: unknown } | undefined> {
  if (reopens(command)) return { state: await closedState(workspace, command) };
  if (comesAfterwards(command)) {
    const row = await standing(workspace, command);
    return row?.phase === 'closed' ? { state: row.state } : undefined;
  }
  if (command.type !== addresseeOf(command.noun).begins) return undefined;
  if (typeof command.revision !== 'number') return { state: null };
  const [row] = await workspace.query<{ revision: number }>(
    `select revision from ${tableOf[command.noun]} where id = $1`,
    [command.subjectId],
  );
  return row !== undefined && row.revision <= command.revision ? { state: null } : undefined;
}

/** Whether an act gives a ticket that has ended a new run: reopening it, or taking back what closed it. */
function reopens({ noun, type, facts }: StoredCommand): boolean {
  return noun === 'ticket' && (type === 'reopen' || (type === 'retract' && closing.has(String(facts.act))));
}

/** Whether an act may come when its lifecycle has long ended: it begins it once more, which ends it as it was. */
function comesAfterwards({ noun, type }: StoredCommand): boolean {
  return noun === 'workOrder' && type === 'invoice';
}

/**
 * The state that a closed lifecycle goes on from. A start would happen even where the validator refuses: check first. One
 * whose reopening is in its row already goes on from there.
 */
async function closedState(workspace: Workspace, command: StoredCommand): Promise<unknown> {
  const row = await standing(workspace, command);
  if (!row) throw new DomainError('notFound');
  if (row.phase !== 'closed' && !row.state?.applied.includes(command.id)) throw new DomainError('notAllowedNow');
  return row.state;
}

async function standing(workspace: Workspace, { noun, subjectId }: StoredCommand) {
  const [row] = await workspace.query<{ phase: string; state: { applied: string[] } | null }>(
    `select phase, state from ${tableOf[noun]} where id = $1`,
    [subjectId],
  );
  return row;
}

function refusalIn(error: unknown): DomainErrorCode | undefined {
  if (error instanceof DomainError) return error.code;
  if (error instanceof WorkflowNotFoundError) return 'closed';
  if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure) {
    return isDomainErrorCode(error.cause.type) ? error.cause.type : undefined;
  }
  return undefined;
}

/**
 * Whether who refused is behind what people see: its row, or what others wrote for it to hear before the act. So it is when
 * everything was killed after a fact was written and before the engine knew: the fact is told again in a moment, and the
 * act is right then.
 */
async function isBehind(
  workspace: Workspace,
  { noun, subjectId, at }: StoredCommand,
  error: unknown,
): Promise<boolean> {
  if (!(error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure)) return false;
  const [refusedAt] = error.cause.details ?? [];
  if (typeof refusedAt !== 'number') return false;
  const [row] = await workspace.query<{ behind: boolean }>(
    `select revision > $2 or exists (
       select from lifecycle_fact f where f.to_id = $1 and f.state = 'open' and f.written_at <= $3
     ) as behind from ${tableOf[noun]} where id = $1`,
    [subjectId, refusedAt, at],
  );
  return row?.behind === true;
}

/** Whether nobody answered (engine or worker away, too slow), as opposed to a fault in what was sent. */
function isAway(error: unknown): boolean {
  if (isGrpcServiceError(error)) return true;
  const name = error instanceof Error ? error.name : '';
  if (['WorkflowUpdateRPCTimeoutOrCancelledError', 'ServiceError', 'GrpcServiceError', 'TransportError'].includes(name))
    return true;
  return error instanceof Error && error.cause !== undefined && error.cause !== error && isAway(error.cause);
}
