import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { requireNode } from './scripts/require-node.mjs';

requireNode();

/**
 * Files that take a minute or more: they begin first, so that no worker waits for the other at the end. All others
 * follow in the order of the library.
 */
const LONGEST = [
  'portal/shell/hostile.test.ts',
  'portal/bin/backup.test.ts',
  'portal/bin/stop.test.ts',
  'portal/bin/kills.test.ts',
  'portal/bin/cli.test.ts',
  'scripts/pack-packages.test.ts',
  'portal/bin/embedded-kill.test.ts',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification) => {
      const index = LONGEST.findIndex((file) => moduleId.endsWith(file));
      return index === -1 ? LONGEST.length : index;
    };
    return sorted.toSorted((left, right) => rank(left) - rank(right));
  }
}

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
    sequence: { sequencer: LongestFirst },
  },
});
