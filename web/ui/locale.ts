import { getLocale, type Locale, locales, setLocale } from '../../.build/i18n/runtime.js';

/** The language of the interface: the one chosen here (cookie `locale`), else German. */
export const locale = (): Locale => getLocale();

/** Each language under its own name. */
export const languages: ReadonlyArray<{ locale: Locale; name: string }> = locales.map((each) => ({
  locale: each,
  name: new Intl.DisplayNames([each], { type: 'language' }).of(each) ?? each,
}));

/** Keeps the choice in a cookie and loads the page again in that language; what was typed must be kept as a draft. */
export function chooseLocale(next: Locale): void {
  void setLocale(next);
}
