import type { DocumentKind } from '../../domain/document/document.ts';
import type { Locale, MessageContext } from './letter.ts';

/** The papers that belong to a document, as a line of facts. */
export function papersFact({ document, locale }: MessageContext): [label: string, value: string | null] {
  const names = (document?.papers ?? []).map(({ name }) => name);
  return [locale === 'de' ? 'Anlagen' : 'Attachments', names.length > 0 ? names.join(', ') : null];
}

/** What a document says, paragraph by paragraph. */
export function documentText({ document }: MessageContext): string[] {
  // Each line of a list stands for itself.
  return (document?.paragraphs ?? []).flatMap((text) => text.split('\n'));
}

const headlines: Record<Locale, Record<DocumentKind, string>> = {
  de: {
    notice: 'Neuer Aushang',
    circular: 'Rundschreiben',
    message: 'Nachricht Ihrer Hausverwaltung',
    statement: 'Neue Abrechnung',
  },
  en: {
    notice: 'New notice',
    circular: 'Circular',
    message: 'Message from your property management',
    statement: 'New statement',
  },
};

/** That there is a document, by its kind. */
export function newDocument({ document, locale }: MessageContext): string {
  return headlines[locale][document?.kind ?? 'circular'];
}
