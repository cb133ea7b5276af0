import { m } from '../../../.build/i18n/messages.js';
import { berlinInstant } from '../../../domain/time/berlin.ts';
import { followsCommunity, type VotingRules } from '../../../domain/vote/ballot.ts';
import type { Count, Majority } from '../../../domain/vote/count.ts';
import type { VotingPrinciple } from '../../../domain/vote/electorate.ts';
import type { Consequence, LawId, LawState } from '../../../domain/vote/law.ts';
import { sayDay, sayMoment } from '../../ui/dates.ts';
import { locale } from '../../ui/locale.ts';
import { now } from '../../ui/now.ts';
import type { Tone } from '../../ui/tones.ts';

const choices: Record<string, () => string> = {
  yes: m.campaign_yes,
  no: m.campaign_no,
  abstain: m.campaign_abstain,
};
/** Yes, no or abstention. */
export const sayChoice = (choice: string | null): string => (choice && choices[choice]?.()) || '';

const casts: Record<keyof Count['sums'], () => string> = {
  yes: m.campaign_yes,
  no: m.campaign_no,
  abstain: m.campaign_abstain,
  silent: m.campaign_silent,
  invalid: m.campaign_invalid,
  excluded: m.campaign_excluded_short,
};
/** What became of votes. */
export const sayCast = (cast: keyof Count['sums']): string => casts[cast]();

const reasons: Record<Count['reason'], () => string> = {
  majority: m.campaign_reason_majority,
  tie: m.campaign_reason_tie,
  nobodyVoted: m.campaign_reason_nobody_voted,
  notEnough: m.campaign_reason_not_enough,
  allAgree: m.campaign_reason_all_agree,
  notAllAgree: m.campaign_reason_not_all_agree,
};
/** Why a motion is adopted or not. */
export const sayReason = (reason: Count['reason']): string => reasons[reason]();

/** Who pays for a building change; undefined where the vote does not say. */
export function sayWhoPays(whoPays: Count['whoPays']): string | undefined {
  if (whoPays === 'all') return m.campaign_pays_all();
  if (whoPays === 'approving') return m.campaign_pays_approving();
  return whoPays === 'disputed' ? m.campaign_pays_disputed() : undefined;
}

const principles: Record<VotingPrinciple, () => string> = {
  heads: m.campaign_principle_heads,
  units: m.campaign_principle_units,
  shares: m.campaign_principle_shares,
};
/** By what votes are weighed. */
export const sayPrinciple = (principle: VotingPrinciple): string => principles[principle]();

const majorities: Record<Majority, () => string> = {
  simple: m.campaign_majority_simple,
  structuralChange: m.campaign_majority_structural_change,
  threeQuarters: m.campaign_majority_three_quarters,
  allOwners: m.campaign_majority_all_owners,
};
/** What a motion needs. */
export const sayMajority = (majority: Majority): string => majorities[majority]();

/** How many proxies one person may hold, and who may. */
export const sayProxies = ({ holders, most }: VotingRules['proxies']): string =>
  [
    holders === 'owners' ? m.campaign_proxies_owners() : m.campaign_proxies_anybody(),
    most !== null && m.campaign_proxies_at_most({ count: most }),
  ]
    .filter(Boolean)
    .join(', ');

/** What the community's rules say otherwise than a vote; nothing where it follows them. */
export function sayDiffering(
  voting: Pick<VotingRules, 'form' | 'principle' | 'proxies'>,
  said: NonNullable<VotingRules['communityRules']>,
): string | undefined {
  const follows = followsCommunity(voting, said);
  const differs = [
    !follows.principle && m.campaign_said_principle({ principle: sayPrinciple(said.votingPrinciple) }),
    !follows.proxies &&
      (said.proxiesMost === null
        ? m.campaign_said_proxies_free()
        : m.campaign_said_proxies({ count: said.proxiesMost })),
  ].filter((each) => each !== false);
  return differs.length > 0 ? m.campaign_said_otherwise({ says: differs.join(', ') }) : undefined;
}

const laws: Record<LawId, () => string> = {
  circularAll: m.campaign_law_circular_all,
  circularMajority: m.campaign_law_circular_majority,
  boardVote: m.campaign_law_board_vote,
  principle: m.campaign_law_principle,
  majority: m.campaign_law_majority,
  halfOfShares: m.campaign_law_half_of_shares,
  coOwners: m.campaign_law_co_owners,
  proxies: m.campaign_law_proxies,
  exclusion: m.campaign_law_exclusion,
  keyDate: m.campaign_law_key_date,
  secrecy: m.campaign_law_secrecy,
  takingBack: m.campaign_law_taking_back,
  proclamation: m.campaign_law_proclamation,
  contest: m.campaign_law_contest,
};
/** A rule in one sentence. */
export const sayLaw = (id: LawId): string => laws[id]();

const states: Record<LawState, { text: () => string; tone: Tone }> = {
  kept: { text: m.campaign_law_state_kept, tone: 'done' },
  open: { text: m.campaign_law_state_open, tone: 'others' },
  missed: { text: m.campaign_law_state_missed, tone: 'neutral' },
  broken: { text: m.campaign_law_state_broken, tone: 'late' },
  disputed: { text: m.campaign_law_state_disputed, tone: 'us' },
};
/** Where a rule stands. */
export const sayLawState = (state: LawState): string => states[state].text();
export const toneOfLaw = (state: LawState): Tone => states[state].tone;

const consequences: Record<Consequence, (() => string) | undefined> = {
  void: m.campaign_follows_void,
  contestable: m.campaign_follows_contestable,
  rejected: m.campaign_follows_rejected,
  voteInvalid: m.campaign_follows_vote_invalid,
  approvingPay: m.campaign_follows_approving_pay,
  noResolution: m.campaign_follows_no_resolution,
  final: m.campaign_follows_final,
  none: undefined,
};
/** What follows where a rule is not kept; undefined where nothing does. */
export const sayConsequence = (consequence: Consequence): string | undefined => consequences[consequence]?.();

const ways: Record<string, () => string> = {
  portal: m.campaign_way_portal,
  link: m.campaign_way_link,
  paper: m.campaign_way_paper,
};
/** By which way somebody answered. */
export const sayWay = (way: string | null): string => (way && ways[way]?.()) || '';

/** A state of a campaign in a few words, with its colour. */
export function standing(of: { phase: string; outcome: string | null; adopted: boolean | null }): {
  text: string;
  tone: Tone;
} {
  if (of.phase === 'open') return { text: m.campaign_state_open(), tone: 'others' };
  if (of.phase === 'pending') return { text: m.campaign_state_pending(), tone: 'us' };
  if (of.phase === 'lapsed') return { text: m.campaign_state_lapsed(), tone: 'us' };
  if (of.outcome === 'withdrawn') return { text: m.campaign_state_withdrawn(), tone: 'neutral' };
  if (of.outcome === 'documentWithdrawn') return { text: m.campaign_state_document_withdrawn(), tone: 'neutral' };
  if (of.outcome === 'complete') return { text: m.campaign_state_complete(), tone: 'done' };
  if (of.outcome === 'lapsed') return { text: m.campaign_state_ended(), tone: 'neutral' };
  return of.adopted
    ? { text: m.campaign_state_adopted(), tone: 'done' }
    : { text: m.campaign_state_rejected(), tone: 'neutral' };
}

/** Whether nothing is left to be read: a read receipt has ended with its document, or is about to. */
export function leftWithout(of: {
  kind: string;
  phase: string;
  outcome: string | null;
  document: { withdrawnAt: string | null } | null;
}): boolean {
  if (of.phase === 'closed') return of.outcome === 'documentWithdrawn';
  return of.kind === 'readReceipt' && of.document !== null && of.document.withdrawnAt !== null;
}

/** The end of a day, up to which answers are taken; undefined for no day, or one that is over. */
export function endOf(day: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) return undefined;
  const end = berlinInstant(day, 24 * 60 - 1);
  return Date.parse(end) > now() ? end : undefined;
}

/** A moment as people say it. */
export const moment = (at: string): string => sayMoment(at, { locale: locale(), now: now() });

/** A day without a time, as people say it. */
export const dayOf = (day: string): string => sayDay(`${day}T10:00:00.000Z`, { locale: locale(), now: now() });
