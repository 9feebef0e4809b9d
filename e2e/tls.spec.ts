import { expect, test } from '@playwright/test';
import { DEMO_PASSWORD, preparedDemo, startDemo } from './demo.ts';
import { startTlsProxy } from './tls-proxy.ts';

test.use({ ignoreHTTPSErrors: true });

test('behind a TLS proxy a form signs in, with secure cookies, and a form of another site does not', async ({
  page,
  context,
  request,
}) => {
  const proxy = await startTlsProxy();
  const environment = { PUBLIC_URL: proxy.url, TRUSTED_PROXY: 'true' };
  const running = await startDemo({ copyOf: preparedDemo(), environment });
  proxy.serve(running.demo.url);
  try {
    const form = { login: 'admin', password: DEMO_PASSWORD };
    for (const origin of ['https://elsewhere.example', proxy.url.replace('https', 'http'), 'null']) {
      const foreign = await request.post(`${proxy.url}/sign-in`, { form, headers: { origin }, maxRedirects: 0 });
      expect([origin, foreign.status(), foreign.headers()['set-cookie']]).toEqual([origin, 403, undefined]);
    }

    await page.goto(`${proxy.url}/sign-in`);
    await page.getByRole('button', { name: 'English' }).click();
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
    await page.getByLabel('Login name').fill(form.login);
    await page.getByLabel('Password', { exact: true }).fill(form.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page).toHaveURL(`${proxy.url}/`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    const cookies = await context.cookies();
    expect(cookies.map(({ name }) => name)).toContain('__Secure-portal.session_token');
    expect(cookies.filter(({ secure, httpOnly }) => !secure || !httpOnly)).toEqual([]);
  } finally {
    await running.stop();
    await proxy.close();
  }
});
