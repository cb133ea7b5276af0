import { type Answers, api } from '../../api.ts';
import { useQuery } from '../../query.ts';

export type Runs = Answers['imports']['list'];
export type Run = Answers['imports']['get'];
export type RunRow = Answers['imports']['rows']['rows'][number];

/** Under which keys the pages keep what they asked. */
export const importKeys = {
  list: ['imports'] as const,
  run: (id: string) => ['imports', id] as const,
  rows: (id: string, kind: string) => ['imports', id, 'rows', kind] as const,
};

/** States in which something is under way, and the page looks again by itself. */
const UNDER_WAY = ['planning', 'applying', 'undoing'];

export const useImports = () =>
  useQuery(() => ({ queryKey: importKeys.list, queryFn: () => api.imports.list.query() }));

export const useImport = (id: () => string) =>
  useQuery(() => ({
    queryKey: importKeys.run(id()),
    queryFn: () => api.imports.get.query({ id: id() }),
    refetchInterval: (query) => (UNDER_WAY.includes(query.state.data?.state ?? '') ? 700 : 30_000),
  }));

/** How many rows of all tables a plan has of a kind. */
export function sum(run: Pick<Run, 'counts'>, kind: 'new' | 'changed' | 'same' | 'wrong' | 'missing'): number {
  return Object.values(run.counts).reduce((all, kinds) => all + (kinds?.[kind] ?? 0), 0);
}
