/** The tabs of the desk: our turn, due today, others' turn, all open, closed, and those that one keeps an eye on. */
export const deskTabs = ['ours', 'today', 'others', 'open', 'closed', 'favourites'] as const;
export type DeskTab = (typeof deskTabs)[number];

/** By what the desk can be sorted. */
export const deskSorts = ['due', 'since', 'reported', 'closed', 'number', 'urgency'] as const;
export type DeskSort = (typeof deskSorts)[number];

/** What a line can show, in the order in which a table offers it. */
export const deskColumns = [
  'number',
  'title',
  'state',
  'urgency',
  'category',
  'place',
  'property',
  'reporter',
  'contractor',
  'assignee',
  'holder',
  'since',
  'due',
  'reported',
  'closed',
] as const;
export type DeskColumn = (typeof deskColumns)[number];

/** What a table shows where nobody chose: who, where, what, whose turn until when. */
export const usualColumns: readonly DeskColumn[] = [
  'number',
  'title',
  'state',
  'place',
  'reporter',
  'contractor',
  'due',
];

/** Who can have the ball, as the row of a ticket names it. */
export const holderRoles = [
  'management',
  'employee',
  'reporter',
  'owner',
  'advisoryBoard',
  'person',
  'contractor',
] as const;
export type HolderRole = (typeof holderRoles)[number];

/** The most words that a search looks at; more only narrow what is found already. */
const WORDS_MOST = 6;

/** The words of a search, without what stands around them; each has to be found. */
export function searchWords(text: string): string[] {
  const words = text.split(/[\s,;]+/).map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''));
  return [...new Set(words.filter((word) => word !== ''))].slice(0, WORDS_MOST);
}

/** A word as a LIKE pattern for any text that contains it. */
export const containing = (word: string): string => `%${word.replace(/[\\%_]/g, '\\$&')}%`;
