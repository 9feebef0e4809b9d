import type { Page, Request } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { expectPage, openInNavigation } from './pages.ts';

/** JavaScript of one page in kB (1,000 bytes), compressed, as it came over the wire into an empty cache. */
const BUDGET_KB = 130;

test('a budget of 130 kB holds for the JavaScript of sign-in and dashboard', async ({ page, otherPage, sessions }) => {
  const atSignIn = await weigh(page, '/sign-in');
  await otherPage.context().addCookies(await (await sessions('admin')).cookies());
  const atDashboard = await weigh(otherPage, '/');

  expect(atSignIn.javascriptKb).toBeGreaterThan(0);
  expect(atSignIn.javascriptKb).toBeLessThan(BUDGET_KB);
  expect(atDashboard.javascriptKb).toBeGreaterThan(50);
  expect(atDashboard.javascriptKb).toBeLessThan(BUDGET_KB);
  expect(atDashboard.requestCount).toBeLessThan(30);
});

test('scripts, pages and their data are sent compressed, and what is named by its content is kept', async ({
  page,
  signInAs,
}) => {
  const headers = new Map<string, Record<string, string>>();
  page.on('response', (response) => headers.set(new URL(response.url()).pathname, response.headers()));
  await signInAs('admin');
  await openInNavigation(page, 'Utenti');
  await expectPage(page, 'Utenti');

  const script = [...headers].find(([path]) => /framework.*\.js$/.test(path))?.[1];
  expect(script?.['content-encoding']).toMatch(/^(br|gzip)$/);
  expect(script?.['cache-control']).toContain('immutable');
  expect(headers.get('/')?.['content-encoding']).toMatch(/^(br|gzip)$/);
  expect(headers.get('/users.data')?.['content-encoding']).toMatch(/^(br|gzip)$/);
  expect(headers.get('/users.data')?.vary).toContain('Accept-Encoding');
});

/** Opens a page and sums its requests, until nothing more is fetched. */
async function weigh(page: Page, path: string) {
  const sizes: Promise<{ isScript: boolean; bytes: number }>[] = [];
  const onFinished = (request: Request) => {
    const isScript = request.resourceType() === 'script';
    sizes.push(request.sizes().then(({ responseBodySize }) => ({ isScript, bytes: responseBodySize })));
  };
  page.on('requestfinished', onFinished);
  await page.goto(path);
  await page.waitForLoadState('networkidle');
  page.off('requestfinished', onFinished);
  const all = await Promise.all(sizes);
  const javascript = all.filter(({ isScript }) => isScript).reduce((sum, { bytes }) => sum + bytes, 0);
  return { javascriptKb: javascript / 1000, requestCount: all.length };
}
