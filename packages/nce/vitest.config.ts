import { defineConfig } from 'vitest/config';

/**
 * Configuration of mutation runs, which need neither the portal's database nor its time limits. The rules keep no
 * state, so all test files can share one worker; a new worker for each of two thousand mutations would take hours.
 */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/stop-at-first-failure.ts'],
    isolate: false,
    fileParallelism: false,
  },
});
