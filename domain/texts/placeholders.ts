/** What stands in for words that are known only when a text is used, under its name in each language. */
export const placeholders = {
  name: { de: 'Name', en: 'Name' },
  number: { de: 'Vorgangsnummer', en: 'Ticket number' },
  title: { de: 'Betreff', en: 'Subject' },
  property: { de: 'Objekt', en: 'Property' },
  address: { de: 'Adresse', en: 'Address' },
  unit: { de: 'Wohnung', en: 'Flat' },
  today: { de: 'Heute', en: 'Today' },
  colleague: { de: 'Bearbeiter', en: 'Colleague' },
  company: { de: 'Firma', en: 'Company' },
} as const;
export type Placeholder = keyof typeof placeholders;

/** What the placeholders stand for in one place; what is not known there stays as it is. */
export type Filling = Partial<Record<Placeholder, string | null | undefined>>;

const pattern = /\{([^{}\n]{1,40})\}/g;

const byName = new Map<string, Placeholder>(
  (Object.keys(placeholders) as Placeholder[]).flatMap((id) =>
    Object.values(placeholders[id]).map((name): [string, Placeholder] => [name.toLowerCase(), id]),
  ),
);

const placeholderOf = (name: string): Placeholder | undefined => byName.get(name.trim().toLowerCase());

/**
 * The text with its placeholders filled, in one pass: what is filled in is never taken for a placeholder itself. Those
 * that nothing is known for are left, to be seen.
 */
export function fill(text: string, filling: Filling): string {
  return text.replace(pattern, (whole, name: string) => {
    const id = placeholderOf(name);
    return (id && filling[id]?.trim()) || whole;
  });
}

/** The placeholders of a text that nobody knows, as they are written. */
export function unknownIn(text: string): string[] {
  return [
    ...new Set([...text.matchAll(pattern)].flatMap(([whole, name = '']) => (placeholderOf(name) ? [] : [whole]))),
  ];
}

/** The placeholders that stand in a text, as they are written: words that are still to come. */
export function openIn(text: string): string[] {
  return [
    ...new Set([...text.matchAll(pattern)].flatMap(([whole, name = '']) => (placeholderOf(name) ? [whole] : []))),
  ];
}
