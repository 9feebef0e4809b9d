import { startDemo } from '../e2e/demo.ts';
import { type Metric, median } from './metric.ts';

const STARTS = 5;

/** Start to first answer with an existing data folder. */
export async function measure(): Promise<Metric[]> {
  const first = await startDemo();
  const { dataFolder } = first.demo;
  const exit = new Promise((resolve) => first.child.once('exit', resolve));
  first.child.kill('SIGTERM');
  await exit;
  const times: number[] = [];
  for (let round = 0; round < STARTS; round += 1) {
    const startedAtMs = performance.now();
    const again = await startDemo({ dataFolder });
    times.push((performance.now() - startedAtMs) / 1000);
    await again.stop();
  }
  await first.stop();
  return [{ name: 'cold start to first answer, existing data folder', value: median(times), unit: 's', ceiling: 3 }];
}
