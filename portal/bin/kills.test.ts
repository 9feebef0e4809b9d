import { expect, test } from 'vitest';
import { runWithKills } from './testing/kill-run.ts';
import { findPostgresPrograms } from './testing/own-postgres.ts';

const programs = findPostgresPrograms();

/* The short form of `npm run kills`, which runs longer and prints what it does. */

test.runIf(programs !== undefined)(
  'orders placed while web, worker, simulator and database are killed are neither lost, double nor stuck',
  { timeout: 300_000 },
  async () => {
    const seed = Number(process.env.KILLS_SEED ?? Math.floor(Math.random() * 1_000_000));
    const report = await runWithKills({
      programs: programs ?? '',
      seed,
      seconds: 30,
      buyers: 2,
      pauseMs: { least: 2_000, most: 7_000 },
    });
    process.stderr.write(`kills of seed ${seed}: ${JSON.stringify(report.kills)}, ${report.placed} orders\n`);
    expect(report.faults, `seed ${seed}`).toEqual([]);
    expect(Object.values(report.kills).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(3);
    expect(report.placed).toBeGreaterThan(2);
  },
);
