import type { Cast } from '../../domain/vote/count.ts';
import { inPartsOf } from '../../domain/vote/fraction.ts';
import type { MessageContext } from './letter.ts';

/** Whether a message is about a vote, not about a read receipt. */
export function isVote({ campaign }: MessageContext): boolean {
  return campaign?.kind === 'vote';
}

/** What is asked, as it was put. */
export function questionOf({ campaign }: MessageContext): string[] {
  return campaign ? campaign.question.split(/\n{2,}/).filter((text) => text.trim() !== '') : [];
}

/** How many have not answered, or null where all have. */
export function missingText({ campaign, locale }: MessageContext): string | null {
  if (!campaign || campaign.missing === 0) return null;
  const { missing, asked } = campaign;
  return locale === 'de' ? `${missing} von ${asked}` : `${missing} of ${asked}`;
}

/** How many of those who have not answered a message names; the page names all. */
export const NAMED = 12;

/** Who has not answered, by name: a line each, the rest is on the page. Null where nobody is missing. */
export function silentNames({ campaign, locale }: MessageContext): string | null {
  const names = campaign?.silent ?? [];
  if (names.length === 0) return null;
  const more = names.length > NAMED ? [locale === 'de' ? 'und weitere' : 'and others'] : [];
  return [...names.slice(0, NAMED), ...more].join(', ');
}

/** The count, line by line. */
export function countFacts({ campaign, locale }: MessageContext): [label: string, value: string | null][] {
  const sums = campaign?.result?.sums;
  if (!sums) return [];
  const german = locale === 'de';
  const weight = (cast: Cast) => inPartsOf(sums[cast].weight, campaign.whole);
  const said = (cast: Cast) => (sums[cast].voters === 0 ? null : weight(cast));
  return [
    [german ? 'Ja' : 'Yes', weight('yes')],
    [german ? 'Nein' : 'No', weight('no')],
    [german ? 'Enthaltung' : 'Abstained', said('abstain')],
    [german ? 'Ungültig' : 'Invalid', said('invalid')],
  ];
}

/** Who bears the cost of a building change, where the vote decided that (§ 21 WEG). */
export function whoPaysText({ campaign, locale }: MessageContext): string[] {
  const texts = {
    de: {
      all: 'Die Kosten tragen alle Eigentümer nach ihren Anteilen (§ 21 Abs. 2 Nr. 1 WEG).',
      approving: 'Die Kosten tragen die Eigentümer, die zugestimmt haben (§ 21 Abs. 3 WEG).',
      disputed: 'Wer die Kosten trägt, ist bei genau der Hälfte aller Anteile umstritten (§ 21 WEG).',
    },
    en: {
      all: 'The cost is borne by all owners according to their shares (§ 21 (2) no. 1 WEG).',
      approving: 'The cost is borne by the owners who agreed (§ 21 (3) WEG).',
      disputed: 'Who bears the cost is disputed at exactly half of all shares (§ 21 WEG).',
    },
  };
  const whoPays = campaign?.result?.whoPays;
  return whoPays ? [texts[locale][whoPays]] : [];
}

/** What is asked, and where a secret vote is given: a sheet that bears a name could not be counted. */
export function motionOf(context: MessageContext): string[] {
  const secret =
    context.locale === 'de'
      ? 'Die Abstimmung ist geheim und nur auf ihrer Seite möglich, nicht auf Papier: So erfährt niemand, wie Sie stimmen.'
      : 'The vote is secret and possible on its page only, not on paper: so nobody learns how you vote.';
  return [...questionOf(context), ...(context.campaign?.secret ? [secret] : [])];
}

/** What is filled in on paper and sent back; shown in letters only, and never of a secret vote. */
export function ballotSlip({ campaign, locale }: MessageContext): { slip?: string[] } {
  if (campaign?.secret) return {};
  return { slip: slipLines(campaign?.kind === 'vote', locale === 'de') };
}

function slipLines(vote: boolean, german: boolean): string[] {
  const sign = german
    ? 'Datum, Unterschrift aller Eigentümer der Einheit: ____________________________________'
    : 'Date, signature of all owners of the unit: ____________________________________';
  if (vote)
    return [
      german
        ? '[   ]  Ja        [   ]  Nein        [   ]  Enthaltung'
        : '[   ]  Yes        [   ]  No        [   ]  I abstain',
      sign,
    ];
  return [
    german ? '[   ]  Ich habe es gelesen.' : '[   ]  I have read it.',
    german
      ? 'Datum, Unterschrift: ____________________________________'
      : 'Date, signature: ____________________________________',
  ];
}
