import { parseArgs } from 'node:util';
import { runWithKills } from './kill-run.ts';
import { findPostgresPrograms } from './own-postgres.ts';

/*
 * Kills web, worker, simulator and database at random while customers order, and checks that nothing was lost, double
 * or stuck.
 *
 *   npm run kills                          five minutes
 *   npm run kills -- --minutes 60          longer
 *   npm run kills -- --seed 4711           the same kills again
 */

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    seed: { type: 'string' },
    buyers: { type: 'string', default: '4' },
  },
});
const programs = findPostgresPrograms();
if (programs === undefined) {
  process.stderr.write('This needs the programs of a PostgreSQL server. Install the package postgresql.\n');
  process.exit(1);
}
const seed = values.seed === undefined ? Math.floor(Math.random() * 1_000_000) : Number(values.seed);
process.stdout.write(`Seed ${seed}; ${values.minutes} minutes …\n`);
const report = await runWithKills({
  programs,
  seed,
  seconds: Number(values.minutes) * 60,
  buyers: Number(values.buyers),
  pauseMs: { least: 1_000, most: 15_000 },
});
process.stdout.write(`Kills: ${JSON.stringify(report.kills)}\n`);
process.stdout.write(
  `Orders: ${report.placed}; none made no progress for longer than ${report.slowestSeconds} seconds\n`,
);
for (const fault of report.faults) process.stdout.write(`Fault: ${fault}\n`);
process.stdout.write(report.faults.length === 0 ? 'Nothing was lost, double or stuck.\n' : `Seed ${seed} failed.\n`);
process.exit(report.faults.length === 0 ? 0 : 1);
