import { defineConfig } from 'vitest/config';

// test/run.ts says which tests: `short` (all but *.long.test.ts), `long` (only those) or `all`.
const which = process.env.PROCSM_TESTS ?? 'short';

export default defineConfig({
  test: {
    include: [which === 'long' ? 'test/**/*.long.test.ts' : 'test/**/*.test.ts'],
    exclude: ['node_modules/**', ...(which === 'short' ? ['test/**/*.long.test.ts'] : [])],
    passWithNoTests: which === 'long',
    pool: 'forks',
    maxWorkers: 2,
    retry: 0,
    testTimeout: which === 'short' ? 60_000 : 600_000,
    hookTimeout: 60_000,
    teardownTimeout: 10_000,
  },
});
