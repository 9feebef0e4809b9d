import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDemo } from '../e2e/demo.ts';
import { createOwnPostgres, findPostgresPrograms } from '../portal/bin/testing/own-postgres.ts';
import { type Metric, median } from './metric.ts';

const STARTS = 5;
/** A process is at rest after its first round of passes. */
const REST_MS = 10_000;

/** Start with existing data to the first answer, and the memory of the process at rest. */
export async function measure(): Promise<Metric[]> {
  const embedded = await measureStarts({});
  const metrics = [
    { name: 'start with existing data, embedded', value: embedded.seconds, unit: 's', ceiling: 1.5 },
    { name: 'memory at rest, embedded', value: embedded.megabytes, unit: 'MB', ceiling: 300 },
  ];
  const programs = findPostgresPrograms();
  if (programs === undefined) return metrics;
  const postgres = createOwnPostgres(programs);
  try {
    postgres.start();
    await postgres.createDatabase('portal');
    const onServer = await measureStarts({
      DATABASE_URL: postgres.urlOf('portal'),
      DEMO_ON_DATABASE_URL: 'true',
      SECRET: 'of this benchmark alone, thirty-two characters',
    });
    return [
      ...metrics,
      { name: 'start with existing data, PostgreSQL', value: onServer.seconds, unit: 's', ceiling: 1.5 },
      { name: 'memory at rest, PostgreSQL', value: onServer.megabytes, unit: 'MB', ceiling: 200 },
    ];
  } finally {
    postgres.remove();
  }
}

async function measureStarts(environment: Record<string, string>): Promise<{ seconds: number; megabytes: number }> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'licence-portal-start-'));
  try {
    await (await startDemo({ dataFolder, environment })).stop();
    const times: number[] = [];
    let megabytes = 0;
    for (let round = 1; round <= STARTS; round += 1) {
      const startedAtMs = performance.now();
      const { child, stop } = await startDemo({ dataFolder, environment });
      times.push((performance.now() - startedAtMs) / 1000);
      if (round === STARTS) {
        await new Promise((resolve) => setTimeout(resolve, REST_MS));
        megabytes = residentMegabytes(child.pid);
      }
      await stop();
    }
    return { seconds: median(times), megabytes };
  } finally {
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

/** The memory that the system has given to a process. */
function residentMegabytes(pid: number | undefined): number {
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(stdout.trim()) / 1024;
}
