import { defineConfig } from 'vitest/config';

/**
 * For the mutation run, which needs neither the portal's database nor its global setup. The tests keep no state between
 * files, so that all of them can share one worker: a new one for each mutation would take hours.
 */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    isolate: false,
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    restoreMocks: true,
  },
});
