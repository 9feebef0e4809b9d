import { DEMO_PASSWORD } from '../e2e/demo.ts';

/**
 * Signs the demo's administrator in, or another of its people.
 *
 * @returns the cookies of the session, for the header `cookie`
 */
export async function signIn(url: string, login = 'admin'): Promise<string> {
  const response = await fetch(`${url}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: url },
    body: new URLSearchParams({ login, password: DEMO_PASSWORD }),
  });
  const cookies = response.headers.getSetCookie();
  if (cookies.length === 0) throw new Error(`sign-in answered ${response.status} without a cookie`);
  return cookies.map((line) => line.split(';')[0]).join('; ');
}
