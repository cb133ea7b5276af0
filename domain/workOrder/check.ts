import type { DomainErrorCode } from '../errors.ts';
import type { OrderAct, OrderCommand } from './commands.ts';
import { unreported } from './course.ts';
import { contractorOf, type OrderState } from './state.ts';
import { checkAppointment } from './visits.ts';

/** Which acts belong to the management alone. */
export const byManagement: ReadonlySet<OrderCommand['type']> = new Set([
  'offer',
  'newRound',
  'continue',
  'acceptWork',
  'cancel',
  'movePolicy',
]);

const byContractor: ReadonlySet<OrderCommand['type']> = new Set([
  'accept',
  'decline',
  'proposeSlots',
  'complete',
  'invoice',
  'ask',
  'answer',
]);

/**
 * Whether an act may be done in this state: null, or the code of the sentence that says why not. A command that was
 * applied before is allowed (it has no second effect). Who may enter at all is the API's question; a contractor's acts
 * are checked here against the contractor whose turn it is, since that may have changed on the way.
 */
export function check(state: OrderState | null, { id, actor, at, command }: OrderAct): DomainErrorCode | null {
  const employee = actor.kind === 'employee';
  if (command.type === 'place') {
    if (!employee) return 'forbidden';
    return state === null || state.applied.includes(id) ? null : 'conflictingChange';
  }
  if (state === null) return 'notFound';
  if (state.applied.includes(id)) return null;
  // Invoices come when the work has long been accepted.
  if (state.phase === 'closed' && command.type !== 'invoice') return 'closed';
  if (byManagement.has(command.type) && !employee) return 'forbidden';
  if (byContractor.has(command.type) && actor.kind !== 'contractor' && !employee) return 'forbidden';
  if (actor.kind === 'contractor' && actor.id !== contractorOf(state)) return 'linkRevoked';
  switch (command.type) {
    case 'accept':
    case 'decline':
      if (command.type === 'decline' && state.phase === 'running') return null;
      return state.phase === 'offered' ? null : 'notAllowedNow';
    case 'offer':
      return ['unplaced', 'returned', 'offered'].includes(state.phase) ? null : 'notAllowedNow';
    case 'ask':
      if (state.phase === 'joining' || !contractorOf(state)) return 'notAllowedNow';
      return state.questions.length < 10 ? null : 'tooMany';
    case 'answer': {
      const question = state.questions.find((candidate) => candidate.id === command.question);
      // The contractor answers what we asked; who asks does not answer.
      return question && (employee || question.by.kind === 'employee') ? null : 'notAllowedNow';
    }
    case 'complete': {
      if (state.phase !== 'running') return 'notAllowedNow';
      if (command.results?.length === 0) return 'badInput';
      const open = new Set(unreported(state).map((ticket) => ticket.id));
      const named = command.results?.map(({ ticket }) => ticket) ?? [];
      return new Set(named).size === named.length && named.every((ticket) => open.has(ticket)) ? null : 'notAllowedNow';
    }
    case 'invoice':
      return state.accepted ? null : 'notAllowedNow';
    case 'continue':
      return state.phase === 'returned' && contractorOf(state) ? null : 'notAllowedNow';
    case 'acceptWork':
      return ['done', 'returned'].includes(state.phase) ? null : 'notAllowedNow';
    case 'cancel':
      return null;
    case 'movePolicy':
      return command.policy === state.policy ? 'notAllowedNow' : null;
    default:
      return checkAppointment(state, actor, at, command);
  }
}
