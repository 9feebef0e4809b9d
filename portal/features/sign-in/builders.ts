import type { z } from 'zod';
import { addPerson, type NewPerson, setSignInState } from '#features/users/users.ts';
import { type Actor, ANONYMOUS } from '#platform/actor.ts';
import type { Connection } from '#platform/connection.ts';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId } from '#platform/ids.ts';
import { type Operation, runOperation } from '#platform/operation.server.ts';
import { QUICK_HASHER } from '#shell/testing/quick-hasher.ts';
import type { World } from '#shell/testing/world.ts';
import { appCodeOf } from '../../../scripts/app-code.ts';
import { storePasswordHash } from './password/store-password.ts';
import { beginAppSetUp } from './second-factor/begin-app-set-up.ts';
import { confirmAppSetUp } from './second-factor/confirm-app-set-up.ts';
import { getAppSetUp } from './second-factor/get-app-set-up.ts';
import type { Arrival } from './session/resolve-caller.server.ts';
import { signIn } from './session/sign-in-person.ts';

/** A password that the rules accept. */
export const GOOD_PASSWORD = 'quattro sedie verdi';

/** A connection of a test, and the cookies that operations set on it. */
export function buildConnection({
  address = '10.0.0.1',
  userAgent = 'a browser of the test',
  cookieHeader = null as string | null,
} = {}) {
  const setCookies: string[] = [];
  const connection: Connection = {
    address,
    userAgent,
    cookieHeader,
    setCookie: (value) => void setCookies.push(value),
  };
  return { connection, setCookies };
}

type SignInOfTest = { password?: string; address?: string; userAgent?: string; cookieHeader?: string };

/** Signs in as a browser does, and returns the cookie to send back. */
export async function buildSession(
  world: World,
  login: string,
  { password = GOOD_PASSWORD, ...chosen }: SignInOfTest = {},
): Promise<string> {
  const { connection, setCookies } = buildConnection(chosen);
  const caller = { actor: ANONYMOUS, requestId: crypto.randomUUID(), connection };
  await runOperation(world.app, signIn, { login, password }, caller);
  return setCookies.map((cookie) => cookie.split(';')[0]).join('; ');
}

/** The caller that the portal recognises by some headers. */
export function callerWith(
  world: World,
  headers: Record<string, string>,
  arrival: Arrival = { address: '10.0.0.1', takesKeys: true },
) {
  return world.services.resolveCaller(new Request('http://portal.test/', { headers }), arrival);
}

/** A person for tests, as an actor. Without a password when it is null. */
export async function buildPerson(
  tx: Tx,
  given: Partial<NewPerson> & { accountId: AccountId; login: string; now: Temporal.Instant; password?: string | null },
): Promise<Actor & { personId: NonNullable<Actor['personId']>; accountId: AccountId }> {
  const { now, password = GOOD_PASSWORD, ...chosen } = given;
  const added: NewPerson = {
    roles: ['administrator'],
    email: `${given.login}@example.it`,
    notificationEmail: null,
    firstName: 'Anna',
    lastName: 'Bianchi',
    locale: 'it',
    ...chosen,
  };
  const { id: personId } = await addPerson(tx, added, now);
  if (password !== null) {
    await storePasswordHash(tx, personId, await QUICK_HASHER.hash(password), now);
    await setSignInState(tx, personId, { emailConfirmedAt: now });
  }
  return { roles: added.roles, accountId: given.accountId, personId, impersonatorId: null };
}

/** A browser of a test: it keeps cookies, and calls operations as whoever they show. */
export function openBrowser(world: World, { address = '10.0.0.1' } = {}) {
  const jar = new Map<string, string>();
  const cookieHeader = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const keep = (setCookie: string) => {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(setCookie) ?? [];
    if (/;\s*max-age=0/i.test(setCookie)) jar.delete(name);
    else jar.set(name, value);
  };
  return {
    jar,
    caller: () => callerWith(world, { cookie: cookieHeader() }),
    async call<In extends z.ZodType, Out extends z.ZodType>(op: Operation<string, In, Out>, input: z.input<In>) {
      const { actor } = await callerWith(world, { cookie: cookieHeader() });
      const { connection, setCookies } = buildConnection({ address, cookieHeader: cookieHeader() });
      const answer = await runOperation(world.app, op, input, { actor, requestId: crypto.randomUUID(), connection });
      setCookies.forEach(keep);
      return answer;
    },
  };
}

export type TestBrowser = ReturnType<typeof openBrowser>;

/** Sets up an app in a signed-in browser; returns its key, the code that confirmed it, and the recovery codes. */
export async function addAppIn(browser: TestBrowser, currentPassword = GOOD_PASSWORD) {
  await browser.call(beginAppSetUp, { currentPassword });
  const { key } = await browser.call(getAppSetUp, {});
  const usedCode = appCodeOf(key);
  const { recoveryCodes } = await browser.call(confirmAppSetUp, { code: usedCode });
  return { key, usedCode, recoveryCodes: recoveryCodes ?? [] };
}
