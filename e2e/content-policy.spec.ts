import { expect, test } from './fixtures.ts';
import { signIn } from './pages.ts';

const PAGES: Readonly<Record<string, readonly string[]>> = {
  admin: ['/', '/marketplace', '/users', '/users/new', '/account', '/subscriptions', '/orders', '/cart', '/profile'],
  utente: ['/', '/services', '/profile', '/guide'],
  fornitore: ['/provider', '/provider/customers/new', '/provider/price-list', '/provider/orders', '/provider/clock'],
};

for (const [login, addresses] of Object.entries(PAGES)) {
  test(`no page of ${login} violates its content policy, and a violation would be seen`, async ({ page }) => {
    const violations: string[] = [];
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) violations.push(`${page.url()}: ${message.text()}`);
    });
    await signIn(page, login);
    const visited = new Set<string>();
    const waiting = [...addresses];
    for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
      if (visited.has(address)) continue;
      visited.add(address);
      const answer = await page.goto(address);
      const headers = answer?.headers() ?? {};
      expect(headers['content-security-policy'], address).toMatch(/^default-src 'none'; script-src 'self' 'nonce-/);
      expect(headers['content-security-policy'], address).not.toMatch(/unsafe-(inline|eval)/);
      expect(headers['cache-control'], address).toContain('no-store');
      const links = await page
        .locator('main a[href^="/"]:not([download])')
        .evaluateAll((found) => found.map((link) => link.getAttribute('href') ?? ''));
      // One of each kind: ids and queries are left out of the comparison.
      const kindOf = (path: string) => path.replace(/[?#].*$/, '').replace(/[0-9a-f-]{36}|\d+/g, ':id');
      const known = new Set([...visited, ...waiting].map(kindOf));
      for (const link of links) {
        if (known.has(kindOf(link)) || /export|\.csv|^\/api\//.test(link)) continue;
        known.add(kindOf(link));
        waiting.push(link);
      }
    }
    expect(visited.size).toBeGreaterThan(3);
    expect(violations).toEqual([]);
    await page.evaluate(() => document.body.setAttribute('style', 'color: red'));
    await expect.poll(() => violations.length).toBeGreaterThan(0);
  });
}
