import { defineConfig } from 'vitest/config';
import { requireNode } from './scripts/require-node.mjs';

requireNode();

export default defineConfig({
  test: {
    include: ['packages/*/test/**/*.test.ts', 'portal/**/*.test.ts', 'scripts/**/*.test.ts'],
    globalSetup: ['portal/shell/testing/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Files of a worker share its modules: the embedded database is compiled and opened once, not once for each file.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    restoreMocks: true,
  },
});
