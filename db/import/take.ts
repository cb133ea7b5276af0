import { suggestedMapping } from '../../domain/import/mapping.ts';
import type { ImportProblem } from '../../domain/import/plan.ts';
import type { MasterTable } from '../../domain/import/tables.ts';
import type { Query } from '../pool.ts';
import { applyPlan } from './apply.ts';
import { readCurrent } from './current.ts';
import { planFiles } from './plan-files.ts';
import { recognise } from './recognise.ts';

/** Files of which a row is wrong; nothing of them was taken. */
export class ImportRefused extends Error {
  readonly problems: readonly ImportProblem[];

  constructor(problems: readonly ImportProblem[]) {
    const [first] = problems;
    super(first ? `${first.file}, line ${first.line}, ${first.field ?? 'row'}: ${first.code}` : 'nothing to take');
    this.name = 'ImportRefused';
    this.problems = problems;
  }
}

/**
 * Takes files at once, within the caller's transaction, their columns understood as they are usually called: for files of
 * our own making.
 * @returns how many rows of each table were taken
 * @throws ImportRefused with every problem by file, line and field; UnreadableFile
 */
export async function takeFiles(
  q: Query,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<Partial<Record<MasterTable, number>>> {
  const found = [...files].flatMap(([name, bytes]) => recognise(name, bytes));
  const mapped = found.map((file) => ({
    ...file,
    mapping: file.kind === 'csv' ? suggestedMapping(file.name, file.headings) : null,
  }));
  const current = await readCurrent(q);
  const plan = planFiles(mapped, current);
  const problems = plan.rows.flatMap((row) => row.problems);
  if (problems.length > 0) throw new ImportRefused(problems);
  await applyPlan(q, plan, current);
  const taken: Partial<Record<MasterTable, number>> = {};
  for (const { table, kind } of plan.rows) if (kind !== 'same') taken[table] = (taken[table] ?? 0) + 1;
  return taken;
}
