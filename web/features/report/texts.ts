import { type Category, questionsFor, type Text } from '../../../domain/report/categories.ts';
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

/** The sign of a category; a plain one for those that a workspace adds. */
export const iconOf = (category: string): IconName => icons[category] ?? 'wrench';

/** What the first answer says, as a title to start from; the category's name where nothing is asked. */
export function suggestedTitle(category: Category | undefined, answers: Readonly<Record<string, string>>): string {
  if (!category || category.id === 'inquiry' || category.id === 'other') return '';
  const [first] = questionsFor(category, answers);
  const given = first?.answers.find(({ id }) => id === answers[first.id]);
  if (!given || given.label.de.length < 6) return say(category.label);
  return `${say(category.label)}: ${say(given.label)}`;
}
