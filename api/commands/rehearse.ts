import { type StoredCommand, tableOf } from '../../db/queries/commands.ts';
import type { Workspace } from '../../db/workspaces.ts';
import { DomainError, type DomainErrorCode } from '../../domain/errors.ts';
import type { AnyState } from '../../domain/lifecycle/states.ts';
import { check as checkProject } from '../../domain/project/check.ts';
import { projectCommand } from '../../domain/project/commands.ts';
import { apply as applyToProject } from '../../domain/project/rules.ts';
import { check as checkTicket } from '../../domain/ticket/check.ts';
import { ticketCommand } from '../../domain/ticket/commands.ts';
import { apply as applyToTicket } from '../../domain/ticket/rules.ts';
import { check as checkOrder } from '../../domain/workOrder/check.ts';
import { orderCommand } from '../../domain/workOrder/commands.ts';
import { apply as applyToOrder } from '../../domain/workOrder/rules.ts';

/**
 * Asks the rules whether a matter as its row tells would take these acts, one after the other, so that nobody waits half a
 * minute for a refusal: throws it. Where something else is on its way there, its workflow has the word alone.
 */
export async function rehearse(
  workspace: Workspace,
  { noun, subjectId }: Pick<StoredCommand, 'noun' | 'subjectId'>,
  commands: readonly StoredCommand[],
): Promise<void> {
  const [row] = await workspace.query<{ state: AnyState | null }>(
    `select state from ${tableOf[noun]} where id = $1 and not exists (
       select from command where noun = $2 and subject_id = $1 and state = 'open')`,
    [subjectId, noun],
  );
  let state = row?.state ?? null;
  for (const command of commands) {
    if (!state) return;
    state = after(state, command);
  }
}

/** The state after an act. Throws what the rules refuse. */
function after(state: AnyState, { id, actor, at, type, facts }: StoredCommand): AnyState {
  const said = { ...facts, type };
  const act = { id, actor, at };
  switch (state.noun) {
    case 'ticket':
      return played(state, { ...act, command: ticketCommand.parse(said) }, checkTicket, applyToTicket);
    case 'workOrder':
      return played(state, { ...act, command: orderCommand.parse(said) }, checkOrder, applyToOrder);
    case 'project':
      return played(state, { ...act, command: projectCommand.parse(said) }, checkProject, applyToProject);
    case 'campaign':
      return state;
  }
}

function played<State, Act>(
  state: State,
  act: Act,
  check: (state: State, act: Act) => DomainErrorCode | null,
  apply: (state: State, act: Act) => { state: State },
): State {
  const refusal = check(state, act);
  if (refusal) throw new DomainError(refusal);
  return apply(state, act).state;
}
