import { AsyncLocalStorage } from 'node:async_hooks';
import { apiKey as apiKeyPlugin } from '@better-auth/api-key';
import { passkey as passkeyPlugin } from '@better-auth/passkey';
import { betterAuth } from 'better-auth';
import { APIError } from 'better-auth/api';
import { admin, twoFactor as twoFactorPlugin, username } from 'better-auth/plugins';
import { createAccessControl } from 'better-auth/plugins/access';
import { PASSWORD_LENGTH_MAX } from '#features/users/users.ts';
import type { Database } from '#platform/database.server.ts';
import type { Log } from '#platform/logging.server.ts';
import { PROVIDER_ROLES } from '#platform/permissions.ts';
import { safeText } from '#platform/safe-error.ts';
import { SESSION_IDLE_LIFETIME } from '../rules.ts';
import { authDatabase } from './auth-adapter.server.ts';
import type { PasswordHashing } from './password-hash.server.ts';

/**
 * The header that carries a caller's address, as the server saw it, to Better Auth. A browser's own is never passed on.
 */
export const ADDRESS_HEADER = 'x-portal-client-address';

const SESSION_REFRESH_AGE = Temporal.Duration.from({ minutes: 15 });

/** The sign-in library of a process: Better Auth on our tables. */
export type Auth = ReturnType<typeof createAuth>;

/**
 * Makes the sign-in library of a process, once. Better Auth's own web addresses are not mounted: operations call its
 * functions, so that the lock-out cannot be bypassed.
 * Its sessions and keys follow the machine's time, never the movable clock.
 *
 * @param given.secret  signs the cookies, and encrypts keys of apps and recovery codes; at least 32 characters
 * @param given.brandName  under which apps and browsers keep the second factor
 */
export function createAuth(given: {
  database: Database;
  secret: string;
  publicUrl: string;
  brandName: string;
  log: Log;
  passwordHashing: PasswordHashing;
}) {
  const { adapter, within } = authDatabase(given.database);
  const { withProof, password } = passwordsOf(given.passwordHashing);
  const access = createAccessControl({ user: ['impersonate'] });
  const betterAuthInstance = betterAuth({
    appName: 'licence-portal',
    baseURL: given.publicUrl,
    secret: given.secret,
    database: adapter,
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    logger: {
      log: (level, message) => {
        if (level === 'error')
          given.log.error({ library: 'better-auth', message: safeText(message) }, 'sign-in library failed');
      },
    },
    advanced: {
      cookiePrefix: 'portal',
      useSecureCookies: given.publicUrl.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      database: { generateId: 'uuid' },
    },
    user: { modelName: 'person' },
    session: {
      modelName: 'session',
      fields: { userId: 'personId' },
      expiresIn: SESSION_IDLE_LIFETIME.total('seconds'),
      updateAge: SESSION_REFRESH_AGE.total('seconds'),
      // Every act that needs a fresh session asks for the password instead.
      freshAge: 0,
      cookieCache: { enabled: false },
    },
    account: { modelName: 'credential', fields: { userId: 'personId', accountId: 'providerAccountId' } },
    verification: { modelName: 'verification' },
    emailAndPassword: { enabled: false, maxPasswordLength: PASSWORD_LENGTH_MAX, password },
    plugins: [
      username({
        displayUsername: false,
        minUsernameLength: 1,
        maxUsernameLength: 320,
        usernameValidator: () => true,
        // The portal finds the person itself: a login may mean several people.
        schema: { user: { fields: { username: 'authName' } } },
      }),
      admin({
        defaultRole: 'serviceUser',
        adminRoles: [...PROVIDER_ROLES],
        roles: {
          provider: access.newRole({ user: ['impersonate'] }),
          providerOperator: access.newRole({ user: ['impersonate'] }),
          administrator: access.newRole({ user: [] }),
          serviceUser: access.newRole({ user: [] }),
        },
      }),
      apiKeyPlugin({
        requireName: true,
        maximumNameLength: 60,
        defaultPrefix: 'lp_',
        startingCharactersConfig: { charactersLength: 8 },
        // Keys are checked and counted by us: see `find-api-key.server.ts`.
        rateLimit: { enabled: false },
        schema: { apikey: { modelName: 'apiKey', fields: { referenceId: 'personId' } } },
      }),
      twoFactorPlugin({
        issuer: given.brandName,
        // Wrong codes are counted with wrong passwords; see `recordAttempt`.
        accountLockout: { enabled: false },
        schema: { twoFactor: { fields: { userId: 'personId' } } },
      }),
      passkeyPlugin({
        rpID: new URL(given.publicUrl).hostname,
        rpName: given.brandName,
        origin: new URL(given.publicUrl).origin,
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        registration: {
          afterVerification: ({ verification }) => refuseUnverified(verification.registrationInfo?.userVerified),
        },
        authentication: {
          afterVerification: ({ verification }) => refuseUnverified(verification.authenticationInfo.userVerified),
        },
        schema: { passkey: { fields: { userId: 'personId', credentialID: 'credentialId' } } },
      }),
    ],
  });
  return { betterAuth: betterAuthInstance, within, withProof };
}

/** A password and the stored hash that it was compared with, successfully. */
export type Proof = Readonly<{ hash: string; password: string }>;

/**
 * Better Auth compares a password in the middle of its queries, in our transaction. We compare it before, and it then
 * asks for the outcome only: inside `withProof` no other pair than the proven one is right.
 */
function passwordsOf(passwordHashing: PasswordHashing) {
  const proven = new AsyncLocalStorage<Proof>();
  return {
    withProof: <T>(proof: Proof, act: () => Promise<T>): Promise<T> => proven.run(proof, act),
    password: {
      hash: (password: string) => passwordHashing.hash(password),
      async verify(compared: Proof) {
        const proof = proven.getStore();
        if (proof === undefined) return passwordHashing.verify(compared);
        return proof.hash === compared.hash && proof.password === compared.password;
      },
    },
  };
}

/**
 * A passkey signs in without a password, as both factors: the device must have recognised its person by a PIN or
 * biometrics. Better Auth asks for that and does not insist on it.
 */
async function refuseUnverified(isVerified: boolean | undefined): Promise<void> {
  if (isVerified !== true) throw APIError.fromStatus('UNAUTHORIZED', { message: 'the person was not verified' });
}
