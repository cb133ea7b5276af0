import { unguarded } from './cells.ts';
import type { Current, SourceRow } from './plan.ts';
import { isOwnRoleKey, presetNamed } from './role-columns.ts';
import { folded, givingRoles, type MasterTable } from './tables.ts';

type Sources = Readonly<Partial<Record<MasterTable, readonly SourceRow[]>>>;

const saidIn = (row: SourceRow, field: string) => unguarded((row.cells[field] ?? '').trim());

/**
 * Gives roles of the company's own their keys where files say names alone, as people write them: a role is found again by
 * its name, whoever is new gets a key of `newKey`; who holds one by its name holds it by its key. What a name leaves open
 * (two have it, nobody has it, a ready-made one is called so) stays as it is written.
 */
export function withRolesByKey(sources: Sources, current: Current, newKey: () => string): Sources {
  const names = new Map([...current.roles.values()].map(({ key = '', name = '' }) => [key, folded(name)]));
  for (const row of sources.roles ?? []) {
    const key = saidIn(row, 'key');
    if (key !== '' && row.cells.name !== undefined) names.set(key, folded(saidIn(row, 'name')));
  }
  const keysOf = Map.groupBy(names.keys(), (key) => names.get(key) ?? '');
  const roles = sources.roles?.map((row) => {
    const name = saidIn(row, 'name');
    if (saidIn(row, 'key') !== '' || name === '') return row;
    const preset = presetNamed(name);
    if (preset === null && !keysOf.has(folded(name))) keysOf.set(folded(name), [newKey()]);
    const keys = preset === null ? (keysOf.get(folded(name)) ?? []) : [preset];
    return keys.length === 1 ? { ...row, cells: { ...row.cells, key: keys[0] ?? '' } } : row;
  });
  const keyed: Partial<Record<MasterTable, readonly SourceRow[]>> = { ...sources, ...(roles && { roles }) };
  for (const table of givingRoles)
    if (keyed[table])
      keyed[table] = keyed[table].map((row) => {
        const said = saidIn(row, 'role');
        if (said === '' || isOwnRoleKey(said) || presetNamed(said) !== null) return row;
        const keys = keysOf.get(folded(said)) ?? [];
        return keys.length === 1 ? { ...row, cells: { ...row.cells, role: keys[0] ?? '' } } : row;
      });
  return keyed;
}
