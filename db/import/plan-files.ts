import { randomUUID } from 'node:crypto';
import { withPersonsApart } from '../../domain/import/lists.ts';
import { type Plan, planImport } from '../../domain/import/plan.ts';
import { withRolesByKey } from '../../domain/import/role-names.ts';
import type { CurrentRows } from './current.ts';
import { sourcesOf } from './recognise.ts';

/** What taking recognised files would do to what is there. */
export function planFiles(files: Parameters<typeof sourcesOf>[0], { cells }: Pick<CurrentRows, 'cells'>): Plan {
  const apart = withPersonsApart(sourcesOf(files), cells);
  return planImport(withRolesByKey(apart, cells, randomUUID), cells);
}
