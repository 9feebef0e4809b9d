import type { Browser, Page } from '@playwright/test';

/**
 * A slow 4G line (round trips of 150 ms, 1.6 Mbit/s) as a browser can imitate it: it delays requests and not the
 * packets below them, so that the latency stands for those of a connection too.
 *
 * @source Lighthouse, `core/config/constants.js`, `throttling.mobileSlow4G`: the values for throttling by DevTools
 */
const SLOW_LINE = {
  latencyMs: 150 * 3.75,
  downloadBytesPerSecond: (1.6 * 1024 * 0.9 * 1024) / 8,
  uploadBytesPerSecond: (750 * 0.9 * 1024) / 8,
} as const;
/** The processor of a mid-range phone beside that of a developer's machine, of the same source. */
const PROCESSOR_SLOWDOWN = 4;
/** The largest element is settled once nothing larger was painted for so long. */
const SETTLED_AFTER_MS = 1500;

export type FirstPage = Readonly<{
  /** Largest contentful paint, since the navigation began. */
  largestPaintMs: number;
  /** Paths of the files that the browser waited for before it painted anything. */
  awaitedFiles: readonly string[];
}>;

/**
 * Opens a page with nothing kept, on a slow line and a slow processor, at the size of a phone.
 *
 * @param options.cookie  the cookies of a session, for the header `cookie`
 */
export async function openFirstPage(
  browser: Browser,
  url: string,
  { cookie }: { cookie?: string } = {},
): Promise<FirstPage> {
  const context = await browser.newContext({
    locale: 'it-IT',
    viewport: { width: 390, height: 844 },
    extraHTTPHeaders: cookie === undefined ? {} : { cookie },
  });
  try {
    const page = await context.newPage();
    await slowDown(page);
    await page.goto(url, { waitUntil: 'load' });
    return await page.evaluate(readPaints, SETTLED_AFTER_MS);
  } finally {
    await context.close();
  }
}

async function slowDown(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: SLOW_LINE.latencyMs,
    downloadThroughput: SLOW_LINE.downloadBytesPerSecond,
    uploadThroughput: SLOW_LINE.uploadBytesPerSecond,
  });
  await session.send('Emulation.setCPUThrottlingRate', { rate: PROCESSOR_SLOWDOWN });
}

/** Runs in the page. */
function readPaints(settledAfterMs: number): Promise<FirstPage> {
  type Timing = PerformanceResourceTiming & { renderBlockingStatus: string };
  return new Promise((resolve) => {
    let largestPaintMs = Number.NaN;
    let timer: ReturnType<typeof setTimeout>;
    const settle = () => {
      const files = performance.getEntriesByType('resource') as Timing[];
      const awaited = files.filter(({ renderBlockingStatus }) => renderBlockingStatus === 'blocking');
      resolve({ largestPaintMs, awaitedFiles: awaited.map(({ name }) => new URL(name).pathname) });
    };
    new PerformanceObserver((list) => {
      largestPaintMs = list.getEntries().at(-1)?.startTime ?? largestPaintMs;
      clearTimeout(timer);
      timer = setTimeout(settle, settledAfterMs);
    }).observe({ type: 'largest-contentful-paint', buffered: true });
  });
}
