import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sayFacts } from '../../api/dossier/words.ts';
import { sayCode } from '../../api/privacy/codes.ts';

const locales = ['de', 'en'] as const;
const texts = Object.fromEntries(
  locales.map((locale) => {
    const file = join(import.meta.dirname, '..', '..', 'web', 'i18n', 'lifecycle', `${locale}.json`);
    return [locale, JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>];
  }),
);
const codesOf = (prefix: string) =>
  Object.keys(texts.de ?? {}).flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []));
const camel = (key: string) => key.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

test.each([
  ['ticket', 'phase', 'lifecycle_phase_'],
  ['ticket', 'outcome', 'lifecycle_outcome_'],
  ['ticket', 'urgency', 'lifecycle_urgency_'],
  ['work_order', 'outcome', 'lifecycle_order_outcome_'],
  ['order_ticket', 'result', 'lifecycle_completion_'],
  ['appointment', 'status', 'lifecycle_appointment_'],
])('the copy of somebody’s data calls the %s’s %s as the pages do', (table, column, prefix) => {
  expect(codesOf(prefix).length).toBeGreaterThan(2);
  for (const locale of locales)
    for (const key of codesOf(prefix))
      expect(sayCode(table, column, camel(key), locale), key).toBe(texts[locale]?.[prefix + key]);
});

test('the copy of somebody’s data calls where an order stands as the pages do', () => {
  const phases = codesOf('lifecycle_order_').filter((key) => !key.startsWith('outcome_'));
  for (const locale of locales)
    for (const key of phases)
      expect(sayCode('work_order', 'phase', key, locale), key).toBe(texts[locale]?.[`lifecycle_order_${key}`]);
});

test('a dossier says how something turned out, and why a firm declined, as the pages do', () => {
  for (const locale of locales)
    for (const [fact, prefix] of [
      ['outcome', 'lifecycle_outcome_'],
      ['result', 'lifecycle_completion_'],
      ['reason', 'lifecycle_decline_'],
    ] as const)
      for (const key of codesOf(prefix))
        expect(sayFacts({ [fact]: camel(key) }, locale), key).toEqual([texts[locale]?.[prefix + key]]);
});
