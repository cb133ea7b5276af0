import type { DomainErrorCode } from '../errors.ts';
import type { CampaignAct, CampaignCommand } from './commands.ts';
import type { CampaignPhase, CampaignState } from './state.ts';

/** In which phases an act makes sense. */
const when: Record<Exclude<CampaignCommand['type'], 'open'>, readonly CampaignPhase[]> = {
  extend: ['open', 'lapsed'],
  withdraw: ['open', 'pending'],
  end: ['open', 'lapsed'],
  remind: ['open', 'lapsed'],
  sendLetters: ['open', 'lapsed'],
  announce: ['pending'],
  movePolicy: ['open', 'pending', 'lapsed'],
};

/**
 * Why an act on a campaign is refused, or null. Only the management acts on a campaign; the clock's helper may end it when
 * nothing is awaited any more, or there is nothing left to be read. Answers are no acts: they are rows. A known act is never refused.
 */
export function check(state: CampaignState | null, { id, actor, at, command }: CampaignAct): DomainErrorCode | null {
  if (state?.applied.includes(id)) return null;
  if (command.type === 'open') {
    if (state) return 'conflictingChange';
    return command.deadline > at ? null : 'deadlinePast';
  }
  if (!state) return 'notFound';
  const withDocument = command.type === 'withdraw' && command.why === 'documentWithdrawn';
  const byItself = (command.type === 'end' && command.why !== 'management') || withDocument;
  if (actor.kind !== 'employee' && !(actor.kind === 'system' && byItself)) return 'forbidden';
  if (state.phase === 'closed') return 'closed';
  // Whether a vote goes on without its document is for people to decide.
  if (withDocument) return state.kind === 'readReceipt' ? null : 'notAllowedNow';
  if (!when[command.type].includes(state.phase)) return 'notAllowedNow';
  if (command.type === 'extend') {
    if (command.deadline <= at) return 'deadlinePast';
    // People were told until when they have time: it is never made shorter.
    if (command.deadline <= state.deadline) return 'deadlineEarlier';
  }
  return command.type === 'movePolicy' && command.policy === state.policy ? 'notAllowedNow' : null;
}
