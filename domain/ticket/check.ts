import type { DomainErrorCode } from '../errors.ts';
import { type Actor, isUs, type Party } from '../parties.ts';
import { addMinutes, type Instant } from '../time/berlin.ts';
import type { TicketAct, TicketCommand } from './commands.ts';
import { isReporter } from './draft.ts';
import { checkRetraction } from './retract.ts';
import type { TicketState } from './state.ts';
import { checkVisit } from './visits.ts';

/** How many questions and forwards may be open at once: the state has to stay small. */
const OPEN_QUESTIONS = { employee: 25, others: 10 };

/** Which acts belong to the management alone; the others are open to whoever is involved as the rules say. */
export const byManagement: ReadonlySet<TicketCommand['type']> = new Set([
  'accept',
  'reject',
  'forward',
  'setUrgency',
  'acceptWork',
  'demandRework',
  'close',
  'merge',
  'split',
  'seekApproval',
  'retract',
  'movePolicy',
  'arrangeVisit',
  'proposeSlots',
  'cancelVisit',
  'holdVisit',
]);

/** Acts that would end a ticket, or hand it on, while it waits for the one that is to lead it. */
const notWhileMerging: ReadonlySet<TicketCommand['type']> = new Set([
  'reject',
  'confirm',
  'acceptWork',
  'close',
  'withdraw',
  'merge',
]);

/** How many may follow a ticket, and how many tickets it leads: the state has to stay small. */
export const FOLLOWERS_MOST = 100;

/** How long whoever reported may reopen a closed ticket; afterwards it is a new damage. The office always may. */
export const REOPEN_DAYS = 30;

/**
 * Whether an act may be done in this state: null, or the code of the sentence that says why not. A command that was
 * applied before is allowed (it has no second effect).
 */
export function check(state: TicketState | null, { id, actor, at, command }: TicketAct): DomainErrorCode | null {
  if (command.type === 'report') return state === null || state.applied.includes(id) ? null : 'conflictingChange';
  if (state === null) return 'notFound';
  if (state.applied.includes(id)) return null;
  if (command.type === 'reopen') {
    if (actor.kind === 'contractor' || (actor.kind === 'unconfirmed' && !isReporter(state, actor))) return 'forbidden';
    if (state.phase !== 'closed') return 'notAllowedNow';
    return actor.kind === 'employee' || at <= reopenableUntil(state) ? null : 'tooLateToReopen';
  }
  if (command.type === 'retract') return actor.kind === 'employee' ? checkRetraction(state, command) : 'forbidden';
  if (command.type === 'unfollow') return follows(state, actor) ? null : 'notAllowedNow';
  if (state.phase === 'closed') return 'closed';
  if (byManagement.has(command.type) && actor.kind !== 'employee') return 'forbidden';
  if (state.merging && notWhileMerging.has(command.type)) return 'notAllowedNow';
  switch (command.type) {
    case 'accept':
    case 'reject':
      return state.phase === 'new' ? null : 'notAllowedNow';
    case 'answer':
      return state.asked.some((asked) => asked.id === command.question && asked.kind !== 'approval')
        ? null
        : 'notAllowedNow';
    case 'decideApproval':
      return state.asked.some((asked) => asked.id === command.question && asked.kind === 'approval')
        ? null
        : 'notAllowedNow';
    case 'seekApproval':
      if (state.approval?.status === 'open' || !['new', 'open', 'ordered'].includes(state.phase))
        return 'notAllowedNow';
      return checkAddressee(state, actor, { role: 'owner' });
    case 'merge':
      if (command.into === state.id) return 'badInput';
      return state.orders.some(({ phase }) => phase !== 'ended') ? 'orderRuns' : null;
    case 'split':
      return command.into === state.id ? 'badInput' : null;
    case 'follow':
      if (actor.kind !== 'person' && actor.kind !== 'unconfirmed') return 'forbidden';
      if (isReporter(state, actor) || follows(state, actor)) return 'notAllowedNow';
      return state.followers.length < FOLLOWERS_MOST ? null : 'tooMany';
    case 'confirm':
    case 'dispute':
      if (actor.kind !== 'employee' && !isReporter(state, actor)) return 'forbidden';
      return state.phase === 'confirming' || state.phase === 'acceptance' ? null : 'notAllowedNow';
    case 'acceptWork':
      return ['confirming', 'acceptance', 'disputed'].includes(state.phase) ? null : 'notAllowedNow';
    case 'demandRework':
      return state.orders.some((order) => order.id === command.order && order.phase === 'done')
        ? null
        : 'notAllowedNow';
    case 'close': {
      const needed = command.outcome === 'done' ? ['running'] : ['running', 'done'];
      return state.orders.some((order) => needed.includes(order.phase)) ? 'notAllowedNow' : null;
    }
    case 'withdraw':
      if (actor.kind !== 'employee' && !isReporter(state, actor)) return 'forbidden';
      return state.phase === 'new' || state.phase === 'open' ? null : 'notAllowedNow';
    case 'ask':
      if (actor.kind !== 'employee' && command.to.role !== 'management') return 'forbidden';
      return checkAddressee(state, actor, command.to);
    case 'forward':
      return isUs(command.to) ? null : checkAddressee(state, actor, command.to);
    case 'note':
      return command.visibility === 'internal' && actor.kind !== 'employee' ? 'forbidden' : null;
    case 'setUrgency':
      return null;
    case 'movePolicy':
      return command.policy === state.policy ? 'notAllowedNow' : null;
    default:
      return checkVisit(state, actor, at, command);
  }
}

/** Until when whoever reported may reopen a closed ticket. */
export function reopenableUntil({ closedAt, changedAt }: Pick<TicketState, 'closedAt' | 'changedAt'>): Instant {
  return addMinutes(closedAt ?? changedAt, REOPEN_DAYS * 24 * 60);
}

/** Whether the actor follows the ticket. */
export function follows({ followers }: Pick<TicketState, 'followers'>, actor: Actor): boolean {
  return 'id' in actor && followers.some(({ kind, id }) => kind === actor.kind && id === actor.id);
}

/** Whether there is somebody to ask, and not too much asked already. */
function checkAddressee(state: TicketState, actor: Actor, to: Party): DomainErrorCode | null {
  if (to.role === 'reporter' && !state.reporter) return 'addresseeUnknown';
  const most = actor.kind === 'employee' ? OPEN_QUESTIONS.employee : OPEN_QUESTIONS.others;
  return state.asked.length < most ? null : 'tooMany';
}
