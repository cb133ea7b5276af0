import type { DomainErrorCode } from '../errors.ts';
import type { CommunityRules } from '../property/property.ts';
import type { Choice, Majority } from './count.ts';
import type { VotingPrinciple } from './electorate.ts';

/**
 * In which form owners decide: all agree in text form (§ 23 (3) sentence 1 WEG), a majority in writing where a resolution
 * allowed that for this item (sentence 2), or the advisory board among itself.
 */
export const votingForms = ['circularAll', 'circularMajority', 'board'] as const;
export type VotingForm = (typeof votingForms)[number];

/** Who may act for an owner: anybody (§ 25 (3) WEG), or only other owners where the community's rules say so. */
export const proxyHolders = ['anybody', 'owners'] as const;
export type ProxyHolders = (typeof proxyHolders)[number];

/** How a motion is voted on; fixed when the campaign opens. */
export interface VotingRules {
  form: VotingForm;
  principle: VotingPrinciple;
  majority: Majority;
  secret: boolean;
  /** Whether a vote that was given can be replaced while the vote runs. By default it can't. */
  changeable: boolean;
  /** Whether it ends as soon as nothing can change the outcome any more. */
  endsWhenDecided: boolean;
  proxies: { holders: ProxyHolders; most: number | null };
  /** The resolution that lets a majority suffice for this item: its day and wording. */
  loweringResolution: { on: string; wording: string } | null;
  /** Of how many parts the shares are by which it is weighed, for those who read it; absent where they decide nothing. */
  whole?: number;
  /** What the community's rules said of it when it opened; votes that were opened before this was noted don't have it. */
  communityRules?: Pick<CommunityRules, 'votingPrinciple' | 'proxiesMost'>;
}

/** Whether a vote's principle and its limit of proxies are those of the law or the community's rules (§ 25 (2), (3) WEG). */
export function followsCommunity(
  { form, principle, proxies }: Pick<VotingRules, 'form' | 'principle' | 'proxies'>,
  said: VotingRules['communityRules'] = { votingPrinciple: 'heads', proxiesMost: proxies.most },
): { principle: boolean; proxies: boolean } {
  return {
    // Where all agree nothing is weighed, and a board votes by heads.
    principle: form !== 'circularMajority' || principle === said.votingPrinciple,
    proxies: form === 'board' || proxies.most === said.proxiesMost,
  };
}

/** What a vote's own rules say against opening it; null when nothing does. */
export function votingProblem(rules: VotingRules): DomainErrorCode | null {
  const { form, principle, majority, secret, loweringResolution } = rules;
  // A majority resolution in writing without it is void (§ 23 (3) sentence 2).
  if (form === 'circularMajority' && loweringResolution === null) return 'loweringNeeded';
  if ((form === 'circularAll') !== (majority === 'allOwners')) return 'badInput';
  if (form === 'board' && (principle !== 'heads' || majority !== 'simple')) return 'badInput';
  // Who agreed has to be known: § 21 (3) lets those pay, sentence 1 asks for each one's agreement in text form. And where
  // votes weigh differently, the weight would tell whose a ballot is.
  if (secret && (majority === 'structuralChange' || majority === 'allOwners' || principle !== 'heads'))
    return 'secrecyImpossible';
  return null;
}

/** A proxy as far as it decides whether its holder may vote. */
export interface GivenProxy {
  id: string;
  holder: string;
  /** What the owner told the holder to vote; null leaves it to them. */
  instruction: Choice | null;
  withdrawn: boolean;
}

/** What decides whether an answer is accepted. */
export interface Attempt {
  open: boolean;
  changeable: boolean;
  secret: boolean;
  excluded: boolean;
  /** Whether whoever acts is one of those whose vote it is, on the key date. */
  member: boolean;
  /** The proxy that they act under; null for one's own vote. */
  proxy: GivenProxy | null;
  /** Whether the holder is excluded from this vote themselves. */
  holderExcluded: boolean;
  /** What this person's vote is already; null when they have not answered. */
  given: Choice | null;
  /** Whether anybody has cast this vote already. */
  cast: boolean;
  choice: Choice | null;
}

/** Why an answer is refused, or null. Who may not know of the vote at all is refused before. */
export function answerProblem(attempt: Attempt): DomainErrorCode | null {
  const { open, excluded, member, proxy, holderExcluded, given, cast, choice, secret, changeable } = attempt;
  if (!open) return 'campaignOver';
  // § 25 (4): neither in person, nor through a proxy, nor as one.
  if (excluded || holderExcluded) return 'votingExcluded';
  if (proxy) {
    if (proxy.withdrawn) return 'proxyWithdrawn';
    if (proxy.instruction !== null && choice !== proxy.instruction) return 'proxyInstructed';
  } else if (!member) return 'notFound';
  // One ballot per vote where nobody can see whose it is.
  if (secret && cast) return 'alreadyAnswered';
  if (given !== null && !changeable) return 'alreadyAnswered';
  return null;
}

/** Why somebody can't be given a proxy, or null. */
export function proxyProblem(about: {
  rules: Pick<VotingRules, 'form' | 'proxies'>;
  open: boolean;
  sameVote: boolean;
  holderIsOwner: boolean;
  holderExcluded: boolean;
  ownerExcluded: boolean;
  held: number;
}): DomainErrorCode | null {
  const { rules, open, sameVote, holderIsOwner, holderExcluded, ownerExcluded, held } = about;
  if (!open) return 'campaignOver';
  if (holderExcluded || ownerExcluded) return 'votingExcluded';
  // Who sits on the board was elected in person.
  if (sameVote || rules.form === 'board') return 'proxyHolder';
  if (rules.proxies.holders === 'owners' && !holderIsOwner) return 'proxyHolder';
  if (rules.proxies.most !== null && held >= rules.proxies.most) return 'proxyTooMany';
  return null;
}
