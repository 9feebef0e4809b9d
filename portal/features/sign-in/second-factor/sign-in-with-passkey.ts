import { isAPIError } from 'better-auth/api';
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { person } from '#features/users/users.ts';
import { ask, type OperationContext } from '#platform/operation.server.ts';
import { assert, Refusal } from '#platform/refusal.ts';
import { storeOutcome } from '../session/store-outcome.ts';
import { passkey } from '../tables.ts';
import { authHeaders } from './auth-headers.server.ts';
import { PasskeySignature } from './factor-schema.ts';
import { type Entrant, reasonAgainst } from './may-sign-in.ts';

/**
 * Signs a person in by a passkey, without a password or after it. The device has recognised its person, so that it
 * counts as both factors. As with a password, the refusal is the same whatever the reason.
 */
export const signInWithPasskey = ask({
  name: 'signIn.signInWithPasskey',
  description:
    'Signs a person in by the answer of the browser to `signIn.beginPasskeySignIn`, without a password. The ' +
    '`Set-Cookie` header of the answer carries the session.',
  permission: 'signIn.enter',
  scope: 'system',
  timeoutMs: 30_000,
  input: z.object({ answer: PasskeySignature }),
  output: z.object({}),
  refusals: ['signIn.passkeyRefused'],
  async run(outer, { answer }) {
    const cookies = await outer.inTransaction((context) => attempt(context, answer));
    if (cookies === undefined) throw new Refusal('signIn.passkeyRefused');
    for (const cookie of cookies) outer.connection?.setCookie(cookie);
    return {};
  },
});

type Answer = z.output<typeof PasskeySignature>;

/** Checks an attempt and records its outcome. Undefined: refused. */
async function attempt(context: OperationContext, answer: Answer): Promise<string[] | undefined> {
  const { connection } = context;
  assert(connection !== undefined, 'a session is opened for a browser or a program that connects over HTTP');
  const owner = await findOwner(context, answer.id);
  const reason = owner === undefined ? 'wrongPasskey' : await reasonAgainst(context, owner, connection);
  const cookies = reason === undefined ? await openSession(context, answer) : undefined;
  const outcome = reason ?? (cookies === undefined ? 'wrongPasskey' : 'signedIn');
  await storeOutcome(context, { owner: owner?.person, outcome, connection });
  if (cookies !== undefined) await noteUse(context, answer.id);
  return cookies;
}

/** The person of a passkey; the row is held until the transaction ends. */
async function findOwner({ tx }: OperationContext, credentialId: string): Promise<Entrant | undefined> {
  const [row] = await tx
    .select({ person, accountStatus: account.status })
    .from(passkey)
    .innerJoin(person, eq(person.id, passkey.personId))
    .innerJoin(account, eq(account.id, person.accountId))
    .where(eq(passkey.credentialId, credentialId))
    .for('no key update', { of: person });
  return row;
}

/** Better Auth checks the signature and opens the session. Undefined: it refuses the passkey. */
async function openSession({ tx, services, connection }: OperationContext, answer: Answer) {
  const { betterAuth, within } = services.auth;
  try {
    const headers = authHeaders(connection, ['better-auth-passkey']);
    const response = { ...answer, clientExtensionResults: {} };
    const opened = await within(tx, () =>
      betterAuth.api.verifyPasskeyAuthentication({ body: { response }, headers, returnHeaders: true }),
    );
    return opened.headers.getSetCookie();
  } catch (error) {
    if (isAPIError(error)) return undefined;
    throw error;
  }
}

async function noteUse({ tx, services }: OperationContext, credentialId: string): Promise<void> {
  const lastUsedAt = services.machineClock.now();
  await tx.update(passkey).set({ lastUsedAt }).where(eq(passkey.credentialId, credentialId));
}
