import { openFirstPage } from './first-page.ts';
import { expect, test } from './fixtures.ts';
import { expectPage, openInNavigation } from './pages.ts';

/**
 * The aims are 1.5 s for the sign-in and 2 s for the others, which `npm run bench -- first-page` measures on a machine
 * that does nothing else. Here others run beside it.
 */
const LIMIT_MS = 4_000;

test('a first page on a slow line is painted from its document alone', async ({ browser, demo, sessions }) => {
  test.slow();
  const cookies = await (await sessions('admin')).cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  for (const [path, options] of [
    ['/sign-in', {}],
    ['/', { cookie }],
    ['/marketplace', { cookie }],
  ] as const) {
    const { largestPaintMs, awaitedFiles } = await openFirstPage(browser, demo.url + path, options);
    expect(awaitedFiles, path).toEqual([]);
    expect(largestPaintMs, path).toBeLessThan(LIMIT_MS);
  }
});

test('the pages after the first one fetch no style sheet twice and keep their looks', async ({ page, signInAs }) => {
  const styleSheets: string[] = [];
  page.on('request', (request) => {
    if (request.resourceType() === 'stylesheet') styleSheets.push(new URL(request.url()).pathname);
  });
  await signInAs('admin');
  await openInNavigation(page, 'Utenti');
  await expectPage(page, 'Utenti');
  await expect(page.getByRole('banner')).toHaveCSS('display', 'flex');
  expect(styleSheets.length).toBeGreaterThan(0);
  expect(styleSheets).toEqual([...new Set(styleSheets)]);
});
