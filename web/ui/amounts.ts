const made = new Map<string, Intl.NumberFormat>();

/** Cents as people read them: "1.840,00 €" in German, "€1,840.00" in English. */
export function sayMoney(cents: number, locale: 'de' | 'en'): string {
  let format = made.get(locale);
  if (!format) {
    format = new Intl.NumberFormat(locale === 'de' ? 'de-DE' : 'en-IE', { style: 'currency', currency: 'EUR' });
    made.set(locale, format);
  }
  return format.format(cents / 100);
}
