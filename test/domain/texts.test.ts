import { expect, test } from 'vitest';
import { fill, openIn, unknownIn } from '../../domain/texts/placeholders.ts';

const filling = { name: 'Anna {Objekt} Berger', number: 'V-2026-0001', unit: '' };

test('placeholders are filled in either language, whatever their letters are', () => {
  expect(fill('Guten Tag {Name}, es geht um {vorgangsnummer} ({Ticket number}).', filling)).toBe(
    'Guten Tag Anna {Objekt} Berger, es geht um V-2026-0001 (V-2026-0001).',
  );
});

test('what is filled in is never taken for a placeholder, and what is not known stays to be seen', () => {
  const text = fill('{Name} in {Wohnung}, {Objekt}', { ...filling, property: 'Lindenhof' });
  expect(text).toBe('Anna {Objekt} Berger in {Wohnung}, Lindenhof');
  expect(openIn('in {Wohnung} und {wohnung}, {Fantasie}')).toEqual(['{Wohnung}', '{wohnung}']);
});

test('placeholders that nobody knows are named', () => {
  expect(unknownIn('{Name}, {Kontonummer}, {}, {zwei\nZeilen} {Kontonummer}')).toEqual(['{Kontonummer}']);
});
