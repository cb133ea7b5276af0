import type { VotingRules } from '../../domain/vote/ballot.ts';
import type { Count, Majority } from '../../domain/vote/count.ts';
import type { VotingPrinciple } from '../../domain/vote/electorate.ts';
import type { Locale } from '../dossier/words.ts';

const FORMS: Record<Locale, Record<VotingRules['form'], string>> = {
  de: {
    circularAll: 'Umlaufbeschluss mit Zustimmung aller (§ 23 Abs. 3 S. 1 WEG)',
    circularMajority: 'Umlaufbeschluss mit Mehrheit (§ 23 Abs. 3 S. 2 WEG)',
    board: 'Abstimmung im Beirat',
  },
  en: {
    circularAll: 'Circular resolution by agreement of all (§ 23 (3) sentence 1 WEG)',
    circularMajority: 'Circular resolution by majority (§ 23 (3) sentence 2 WEG)',
    board: 'Vote of the advisory board',
  },
};

const MAJORITIES: Record<Locale, Record<Majority, string>> = {
  de: {
    simple: 'Einfache Mehrheit (§ 25 Abs. 1 WEG)',
    structuralChange: 'Bauliche Veränderung, einfache Mehrheit (§§ 20, 21 WEG)',
    threeQuarters: 'Drei Viertel (§ 23 Abs. 1a WEG)',
    allOwners: 'Zustimmung aller',
  },
  en: {
    simple: 'Simple majority (§ 25 (1) WEG)',
    structuralChange: 'Building change, simple majority (§§ 20, 21 WEG)',
    threeQuarters: 'Three quarters (§ 23 (1a) WEG)',
    allOwners: 'Agreement of all',
  },
};

const PRINCIPLES: Record<Locale, Record<VotingPrinciple, string>> = {
  de: { heads: 'nach Köpfen', units: 'nach Einheiten', shares: 'nach Miteigentumsanteilen' },
  en: { heads: 'by heads', units: 'by units', shares: 'by co-ownership shares' },
};

const WHO_PAYS: Record<Locale, Record<NonNullable<Count['whoPays']>, string>> = {
  de: {
    all: 'alle Eigentümer (§ 21 Abs. 2 Nr. 1 WEG)',
    approving: 'wer zugestimmt hat (§ 21 Abs. 3 WEG)',
    disputed: 'umstritten: genau die Hälfte aller Anteile (§ 21 WEG)',
  },
  en: {
    all: 'all owners (§ 21 (2) no. 1 WEG)',
    approving: 'those who agreed (§ 21 (3) WEG)',
    disputed: 'disputed: exactly half of all shares (§ 21 WEG)',
  },
};

/** By which rules was voted, for the paper that proves it: without them nobody could count again. */
export function ruleFacts(voting: VotingRules | null, locale: Locale): [string, string | null][] {
  if (!voting) return [];
  const say = (de: string, en: string) => (locale === 'de' ? de : en);
  const { form, majority, principle, secret, proxies, loweringResolution } = voting;
  const limit = proxies.most === null ? null : say(`höchstens ${proxies.most}`, `at most ${proxies.most}`);
  return [
    [say('Form', 'Form'), FORMS[locale][form]],
    [
      say('Absenkungsbeschluss', 'Lowering resolution'),
      loweringResolution && `${sayDate(loweringResolution.on, locale)}: ${loweringResolution.wording}`,
    ],
    [say('Mehrheit', 'Majority'), MAJORITIES[locale][majority]],
    [say('Stimmen', 'Votes'), PRINCIPLES[locale][principle]],
    [say('Stimmabgabe', 'Ballots'), secret ? say('geheim', 'secret') : say('namentlich', 'by name')],
    [say('Vollmachten je Person', 'Proxies for each holder'), form === 'board' ? null : limit],
  ];
}

/** Who bears the cost of a building change, as it was counted; null where the vote does not say. */
export const whoPaysWords = (whoPays: Count['whoPays'], locale: Locale): string | null =>
  whoPays && WHO_PAYS[locale][whoPays];

/** A day without a time, as it stands on paper. */
export const sayDate = (day: string, locale: Locale): string =>
  locale === 'de' ? day.split('-').reverse().join('.') : day;
