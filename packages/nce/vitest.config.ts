import { defineConfig } from 'vitest/config';

/**
 * For the mutation run, which needs neither the portal's database nor its time limits. The rules keep no state, so that all
 * test files can share one worker: a new one for each of two thousand changes would take hours.
 */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/stop-at-first-failure.ts'],
    isolate: false,
    fileParallelism: false,
  },
});
