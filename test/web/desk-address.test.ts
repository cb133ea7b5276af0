import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deskView } from '../../domain/desk/schema.ts';
import { deskColumns, deskSorts, deskTabs, holderRoles } from '../../domain/desk/view.ts';
import { urgencies } from '../../domain/policy/policy.ts';
import { addressOf, queryOf, viewIn } from '../../web/features/desk/address.ts';

const id = fc.uuid();
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const words = (most: number) =>
  fc
    .string({ minLength: 1, maxLength: most })
    .map((text) => text.trim())
    .filter((text) => text !== '');

const view = fc.record({
  tab: fc.constantFrom(...deskTabs),
  property: maybe(id),
  text: maybe(words(100)),
  category: maybe(words(60)),
  urgency: maybe(fc.constantFrom(...urgencies)),
  person: maybe(id),
  contractor: maybe(id),
  assignee: maybe(id),
  holder: maybe(fc.record({ role: fc.constantFrom(...holderRoles), id: maybe(id) })),
  sort: fc.constantFrom(...deskSorts),
  descending: fc.boolean(),
  columns: maybe(fc.subarray([...deskColumns], { minLength: 1 })),
});

test('a view of the desk comes back out of its address as it went in', () => {
  fc.assert(
    fc.property(view, (wanted) => {
      expect(viewIn(queryOf(wanted))).toEqual(wanted);
    }),
  );
});

test('whatever an address says, the server takes the view that it becomes', () => {
  const names = ['ansicht', 'objekt', 'suche', 'art', 'dringlichkeit', 'person', 'betrieb', 'zustaendig'];
  const address = fc.dictionary(
    fc.constantFrom(...names, 'wartet', 'sortierung', 'spalten'),
    fc.string({ maxLength: 200 }),
  );
  fc.assert(
    fc.property(address, (said) => {
      const read = viewIn(new URLSearchParams(said));
      expect(deskView.parse(read)).toEqual(read);
    }),
  );
});

test('an address leaves out what nobody chose', () => {
  expect(addressOf({})).toBe('/schreibtisch');
  expect(addressOf({ tab: 'open', text: 'Rohr' })).toBe('/schreibtisch?ansicht=open&suche=Rohr');
});
