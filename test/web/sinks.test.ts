import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const folder = join(import.meta.dirname, '..', '..', 'web');
/** Ways in which words become markup, a program or an address that runs. */
const SINKS =
  /\b(innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|setHTMLUnsafe|srcdoc|document\.write|eval\(|new Function|javascript:)/;
/** Shows a mail that our own renderer made; scripts and addresses are taken out of it first. */
const PARSES = 'features/texts/MailView.tsx';

const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  /\.(ts|tsx|html)$/.test(name),
);

test('no page makes markup, a program or a running address of words', () => {
  expect(sources.length).toBeGreaterThan(300);
  const found = sources.flatMap((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    const parses = /DOMParser/.test(text) && name !== PARSES;
    return SINKS.test(text) || parses ? [name] : [];
  });
  expect(found).toEqual([]);
});
