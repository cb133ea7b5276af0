import { randomUUID } from 'node:crypto';
import type { TemplateDocument } from '../../domain/project/template.ts';
import { addDays, berlinClock } from '../../domain/time/berlin.ts';
import { type Figure, figure, percentile } from './figures.ts';
import { step } from './floor-workflow.ts';
import type { Stage } from './stage.ts';
import { startBare } from './story.ts';

const TODOS = 500;
const MOVES = 60;

/** A plan of 500 to-dos in ten chains: whatever is moved moves the 49 behind it. */
function plan(): TemplateDocument {
  const chain = TODOS / 10;
  return {
    name: 'Sanierung',
    text: '',
    category: null,
    roles: [
      { name: 'Verwaltung', kind: 'management' },
      { name: 'Betrieb', kind: 'contractor' },
    ],
    todos: Array.from({ length: TODOS }, (_, n) => ({
      title: `Arbeitsschritt ${n + 1} in der Wohnung`,
      text: '',
      role: n % 2,
      when: n % chain === 0 ? { start: { working: (10 + n / chain) * 540 } } : { after: n, period: { working: 540 } },
      needs: [],
      items: [],
    })),
  };
}

/** Moving a date in a project of 500 to-dos until its rows are written, beside an update of the bare workflow. */
export async function projectFigures(stage: Stage): Promise<Figure[]> {
  const templateId = randomUUID();
  await stage.manager.act('projects.publishTemplate', { id: templateId, seen: 0, document: plan() });
  const projectId = randomUUID();
  const today = berlinClock(new Date().toISOString()).day;
  await stage.manager.act('projects.start', {
    projectId,
    commandId: randomUUID(),
    propertyId: stage.given.property,
    title: 'Sanierung der Siedlung',
    template: { id: templateId, version: 1 },
    start: today,
    roles: [{ role: 'management' }, { role: 'contractor', id: stage.given.contractorId }],
  });
  await stage.quiet();
  const floor = await startBare(stage, Number.MAX_SAFE_INTEGER);
  const timed = async (work: () => Promise<unknown>) => {
    const began = performance.now();
    await work();
    return performance.now() - began;
  };
  const move = (n: number) =>
    stage.manager.act<{ state: string }>('projects.act', {
      projectId,
      commandId: randomUUID(),
      command: { type: 'move', todo: (n % 10) * (TODOS / 10) + 1, when: { on: addDays(today, 40 + (n % 37)) } },
    });
  for (let n = 0; n < 10; n += 1) {
    await move(n);
    await floor.executeUpdate(step);
  }
  const moves: number[] = [];
  const bare: number[] = [];
  for (let n = 0; n < MOVES; n += 1) {
    moves.push(await timed(() => move(n + 10)));
    bare.push(await timed(() => floor.executeUpdate(step)));
  }
  await floor.terminate();
  const [row] = await stage.workspace.query<{ bytes: number; moved: number }>(
    `select length(state::text) as bytes, jsonb_array_length(coalesce((select body::jsonb -> 'facts' -> 'follows' from timeline
       where file_id = $1 and kind = 'todoMoved' order by seq desc limit 1), '[]')) as moved from project where id = $1`,
    [projectId],
  );
  if ((row?.moved ?? 0) < 40) throw new Error('what depends on it did not move');
  return [
    figure('a move in a project of 500 to-dos until written, p50', percentile(moves, 0.5), 'ms', percentile(bare, 0.5)),
    figure('the same, p95', percentile(moves, 0.95), 'ms', percentile(bare, 0.95), { most: 200 }),
    figure('state of a project of 500 to-dos', (row?.bytes ?? 0) / 1024, 'KiB', null, { most: 64 }),
  ];
}
