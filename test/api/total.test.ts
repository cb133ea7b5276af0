import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { missingAmong, mutations } from '../support/evidence.ts';

// Runs after all other tests: what a mutation leaves is looked at only where it is carried out (test/support/evidence.ts).

/** Where the tests of this run say what they have carried out; not there where only some of them run. */
const path = process.env.TEST_CARRIED_OUT;

test('a mutation that nobody has carried out is named', () => {
  expect(mutations.length).toBeGreaterThan(150);
  expect(missingAmong(mutations.join('\n'))).toEqual([]);
  expect(missingAmong(mutations.filter((name) => name !== 'units.sell').join('\n'))).toEqual(['units.sell']);
});

test.runIf(path)('every mutation is carried out by a test of the API, which looks at the traces that it leaves', () => {
  expect(missingAmong(readFileSync(path ?? '', 'utf8'))).toEqual([]);
});
