import { defineConfig } from 'vitest/config';
import type { TestSpecification } from 'vitest/node';
import { BaseSequencer } from 'vitest/node';

// test/run.ts says which tests: `short` (all but *.long.test.ts), `long` (only those) or `all`.
const which = process.env.PROCSM_TESTS ?? 'short';
const files = (folders: string) => `test/${folders}/**/*${which === 'long' ? '.long' : ''}.test.ts`;
const never = ['node_modules/**', ...(which === 'short' ? ['test/**/*.long.test.ts'] : [])];

const CHAOS = 'test/crash/chaos.test.ts';
/** Each is one process that thinks. */
const THINKING = [
  'test/workflows/replay.test.ts',
  'test/activities/paper.test.ts',
  'test/activities/payloads.test.ts',
  'test/scripts/demo.test.ts',
];
/** They measure their own memory. */
const HOSTILE = ['test/api/hostile-files.test.ts', 'test/api/inbound-hostile.long.test.ts'];
/** It looks at what all the other tests of the API have done. */
const TOTAL = 'test/api/total.test.ts';

/** What lasts longest comes first, so that no lonely file is left at the end. The others go by their size. */
const LONGEST = [
  'crash/chaos',
  'e2e/everywhere',
  'crash/live.long',
  'crash/kills',
  'crash/import.long',
  'e2e/story',
  'crash/photos',
  'api/inbound-hostile',
  'api/hostile-files',
  'workflows/forecast',
  'workflows/edges',
  'workflows/workspace.long',
  'scripts/topology',
  'e2e/',
  'workflows/',
  'scripts/',
  'crash/',
  'api/matrix',
  'db/import',
  'api/inbound.test',
  'domain/lifecycle',
];

class LongestFirst extends BaseSequencer {
  override async sort(all: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.findIndex((part) => moduleId.includes(`/test/${part}`));
      return at === -1 ? LONGEST.length : at;
    };
    const group = ({ project }: TestSpecification) => project.config.sequence.groupOrder;
    const isPart = ({ project }: TestSpecification) => Number(project.name === 'parts');
    return (await super.sort(all)).toSorted(
      (a, b) => group(a) - group(b) || isPart(a) - isPart(b) || rank(a) - rank(b),
    );
  }
}

export default defineConfig({
  test: {
    passWithNoTests: which === 'long',
    pool: 'forks',
    // Many wait for servers, browsers and timers: it takes four to keep two cores busy.
    maxWorkers: 4,
    retry: 0,
    // Nets only: what waits for something says itself how long, and a busy machine is no fault.
    testTimeout: 600_000,
    hookTimeout: 300_000,
    teardownTimeout: 60_000,
    expect: { poll: { timeout: 60_000, interval: 50 } },
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          // Who is killed has to be back in time: with nothing beside it but one process that thinks.
          name: 'chaos',
          include: which === 'long' ? [] : [CHAOS],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'rules',
          include: [files('{domain,web}')],
          exclude: never,
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          // Beside the chaos too, when the rules are through.
          name: 'thinking',
          include: which === 'long' ? [] : THINKING,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'whole',
          include: [
            files('{crash,scripts,workflows}'),
            ...HOSTILE.filter((name) => which !== 'long' || name.includes('.long.')),
          ],
          exclude: [...never, CHAOS, ...THINKING],
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: { name: 'browser', include: [files('e2e')], exclude: never, isolate: false, sequence: { groupOrder: 1 } },
      },
      {
        extends: true,
        test: {
          // These share processes too, so that the product's code and packages are loaded a few times and not for each file.
          name: 'parts',
          include: [files('{activities,api,db}')],
          exclude: [...never, ...HOSTILE, ...THINKING, TOTAL],
          isolate: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: { name: 'total', include: which === 'long' ? [] : [TOTAL], sequence: { groupOrder: 2 } },
      },
    ],
  },
});
