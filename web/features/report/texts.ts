import { type Category, type Text, type Trade, titleOf, vague } from '../../../domain/report/categories.ts';
import type { IconName } from '../../ui/Icon.tsx';
import { locale } from '../../ui/locale.ts';

/** A text of the catalogue in the page's language. */
export const say = (text: Text): string => text[locale()];

const icons: Record<string, IconName> = {
  water: 'drop',
  heating: 'heat',
  electrics: 'bolt',
  lift: 'lift',
  doors: 'key',
  windows: 'window',
  mould: 'spots',
  roof: 'building',
  cleaning: 'broom',
  garden: 'tree',
  inquiry: 'question',
  other: 'more',
};

const ofTrades: Record<Trade, IconName> = {
  plumbing: 'drop',
  heating: 'heat',
  electrics: 'bolt',
  locks: 'key',
  lift: 'lift',
  windows: 'window',
  roof: 'building',
  painting: 'spots',
  cleaning: 'broom',
  garden: 'tree',
  caretaker: 'wrench',
};

/** The sign of a category; that of its trade for those that a workspace adds. */
export const iconOf = ({ id, trade }: Category): IconName => icons[id] ?? ofTrades[trade];

/** What the first answer says, as a title to start from; the category's name where nothing is asked. */
export function suggestedTitle(category: Category | undefined, answers: Readonly<Record<string, string>>): string {
  return !category || vague.has(category.id) ? '' : say(titleOf(category, answers));
}
