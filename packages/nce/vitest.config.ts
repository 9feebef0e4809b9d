import { defineConfig } from 'vitest/config';

/** For the mutation run, which needs neither the portal's database nor its time limits. */
export default defineConfig({ test: { include: ['test/**/*.test.ts'] } });
