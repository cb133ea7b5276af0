import { vague } from '../report/categories.ts';

/** What is compared of two reports. */
export interface Reported {
  category: string;
  place: 'unit' | 'common';
  /** Title and description. */
  words: string;
}

/** Words that say nothing of the matter, in both languages. */
const empty = new Set(
  `aber alle auch aus bei bin bitte das dass dem den der des die doch ein eine einem einen einer eines er es fuer
  funktioniert geht gibt habe haben hat hier ich ihr ihre im in ist ja kann kein keine mal man mehr mein meine mir mit
  nach nicht noch nun nur ob oder schon sehr sein seine seit sich sie sind so ueber um und uns unser unsere von vom vor
  war was weil wenn wie wieder wir wird wo zu zum zur
  a all also an and are as at be been but by can do does for from has have here i if in is it its just me my no not of
  on or our out so some than that the their there they this to us was we were what when where which with you your`.split(
    /\s+/,
  ),
);

/** A text in the letters that everybody types: no capitals, umlauts in two letters, no accents. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replace(/\p{M}/gu, '');
}

/** The stems of a text's telling words. German puts words together and bends their ends, so five letters have to do. */
export function stems(text: string): Set<string> {
  const words = fold(text).match(/[\p{L}\p{N}]{3,}/gu) ?? [];
  return new Set(words.filter((word) => !empty.has(word)).map((word) => word.slice(0, 5)));
}

/** How alike two texts are, from 0 to 1: the share of the shorter one's telling words that the other has too. */
export function alikeness(one: string, other: string): number {
  const [a, b] = [stems(one), stems(other)];
  const shorter = Math.min(a.size, b.size);
  if (shorter === 0) return 0;
  let common = 0;
  for (const stem of a) if (b.has(stem)) common += 1;
  return common / Math.max(shorter, 2);
}

/** From which score on two reports of one building are offered as the same. */
export const SAME = 0.5;

/**
 * How likely two reports of one building are about the same thing, from 0 to 1: the same category in what belongs to
 * all says much, the same words say more.
 */
export function sameness(one: Reported, other: Reported): number {
  const category = one.category === other.category && !vague.has(one.category);
  const place = one.place === other.place;
  const words = alikeness(one.words, other.words);
  const shared = one.place === 'common' && other.place === 'common';
  return Math.min(1, (category && place ? (shared ? 0.5 : 0.25) : category ? 0.15 : 0) + words * 0.6);
}
