import { chromium } from '@playwright/test';
import { startDemo } from '../e2e/demo.ts';
import { openFirstPage } from '../e2e/first-page.ts';
import { findBrowser } from '../scripts/find-browser.ts';
import { type Metric, median } from './metric.ts';
import { signIn } from './sign-in.ts';

const ROUNDS = 5;

/** The largest contentful paint of first pages, with nothing kept, on slow 4G and a processor four times slower. */
export async function measure(): Promise<Metric[]> {
  const { demo, stop } = await startDemo();
  const executablePath = findBrowser();
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const cookie = await signIn(demo.url);
    const metrics: Metric[] = [];
    for (const [name, path, options, ceiling] of [
      ['sign-in', '/sign-in', {}, 1.5],
      ['dashboard', '/', { cookie }, 2],
      ['marketplace', '/marketplace', { cookie }, 2],
    ] as const) {
      const times: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1)
        times.push((await openFirstPage(browser, demo.url + path, options)).largestPaintMs / 1000);
      metrics.push({ name: `${name}, largest paint on slow 4G`, value: median(times), unit: 's', ceiling });
    }
    return metrics;
  } finally {
    await browser.close();
    await stop();
  }
}
