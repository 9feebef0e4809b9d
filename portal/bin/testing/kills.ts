import { parseArgs } from 'node:util';
import { runWithKills } from './kill-run.ts';
import { findPostgresPrograms } from './own-postgres.ts';
import { runSoak } from './soak-run.ts';

/*
 * Kills web, worker, simulator and database at random while customers order, and checks that nothing was lost, double
 * or stuck.
 *
 *   npm run kills                          five minutes
 *   npm run kills -- --minutes 60          longer
 *   npm run kills -- --seed 4711           the same kills again
 *   npm run kills -- --soak                half an hour of faults of the database alone: does anything grow?
 */

const { values } = parseArgs({
  options: {
    minutes: { type: 'string' },
    soak: { type: 'boolean', default: false },
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
const minutes = Number(values.minutes ?? (values.soak ? '30' : '5'));
const common = { programs, seed, seconds: minutes * 60 };
process.stdout.write(`Seed ${seed}; ${minutes} minutes …\n`);
const faults = values.soak ? await soak() : await kill();
for (const fault of faults) process.stdout.write(`Fault: ${fault}\n`);
process.stdout.write(faults.length === 0 ? 'Nothing was lost, double or stuck.\n' : `Seed ${seed} failed.\n`);
process.exit(faults.length === 0 ? 0 : 1);

async function kill(): Promise<readonly string[]> {
  const pauseMs = { least: 1_000, most: 15_000 };
  const report = await runWithKills({ ...common, buyers: Number(values.buyers), pauseMs });
  process.stdout.write(`Kills: ${JSON.stringify(report.kills)}\n`);
  process.stdout.write(
    `Orders: ${report.placed}; none made no progress for longer than ${report.slowestSeconds} seconds\n`,
  );
  return report.faults;
}

async function soak(): Promise<readonly string[]> {
  const report = await runSoak(common);
  process.stdout.write(`Faults of the database: ${JSON.stringify(report.faultCounts)}\n`);
  process.stdout.write(`Orders: ${report.placed}\n`);
  process.stdout.write(`First quarter: ${JSON.stringify(report.first)}\n`);
  process.stdout.write(`Last quarter: ${JSON.stringify(report.last)}\n`);
  return report.faults;
}
