import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { type AskContext, ask } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { callVendor, VENDOR_REFUSALS, VENDOR_TIME_LIMIT_MS } from '../call-vendor.ts';
import { tryPermissionsAgain } from '../check/try-permissions.job.ts';
import { getVendorConnection, redirectUriOf, VendorName } from '../find-connection.ts';
import { vendorSignInAttempt } from '../tables.ts';
import { SIGN_IN_REFUSALS } from '../vendor-connection.ts';
import { attemptPurpose, hashOfState } from './start-sign-in.ts';
import { storeSignIn } from './stored-token.ts';

export const finishSignIn = ask({
  name: 'connections.finishSignIn',
  description:
    "Takes the answer of the vendor's sign-in page. When it is good, the portal acts in the name of this person from " +
    'now on, in place of whoever signed in before, and the permissions are tried.',
  permission: 'connections.signIn',
  scope: 'system',
  timeoutMs: VENDOR_TIME_LIMIT_MS,
  input: z.object({
    vendor: VendorName,
    query: z
      .string()
      .max(8000)
      .describe('The query with which the browser came back, as it stands in the address: `?code=…&state=…`.'),
  }),
  output: z.object({
    signedInAs: z.string().nullable().describe('Name of the person at the vendor; null when it tells none.'),
    hasSecondFactor: z.boolean().nullable().describe('Whether a second factor was used; null when it is not told.'),
  }),
  refusals: [
    'connections.notFound',
    'connections.signInExpired',
    ...SIGN_IN_REFUSALS.map((reason) => `connections.${reason}`),
    ...VENDOR_REFUSALS,
  ],
  async run(context, { vendor, query }) {
    const { services, personId } = context;
    const connection = getVendorConnection(services, vendor);
    const answer = new URL(redirectUriOf(services, vendor));
    answer.search = query;
    const secrets = await takeAttempt(context, vendor, answer.searchParams.get('state') ?? '');
    const outcome = await callVendor(context, (signal) => connection.finishSignIn({ answer, secrets, signal }));
    if (outcome.status === 'refused') {
      const { reason, code } = outcome;
      await context.inTransaction(({ audit }) => audit.record('connections.signInRefused', { vendor, reason }, null));
      throw new Refusal(`connections.${reason}`, { code: code ?? '' });
    }

    const { refreshToken, signedInAs, hasSecondFactor } = outcome;
    await context.inTransaction(async ({ tx, audit, jobs }) => {
      const { secretBox, machineClock } = services;
      const now = machineClock.now();
      const { settingHash } = connection;
      const signedIn = { refreshToken, signedInBy: personId, signedInAs, hasSecondFactor };
      await storeSignIn(tx, { vendor, secretBox, now, settingHash, ...signedIn });
      await audit.record('connections.signedIn', { vendor }, null);
      await jobs.start(tryPermissionsAgain, { vendor });
    });
    return { signedInAs, hasSecondFactor };
  },
});

/** The secrets of an attempt, which ends with this. @throws Refusal `connections.signInExpired` */
function takeAttempt(
  { inTransaction, services, personId }: AskContext,
  vendor: string,
  state: string,
): Promise<string> {
  return inTransaction(async ({ tx }) => {
    const [attempt] = await tx
      .delete(vendorSignInAttempt)
      .where(
        and(
          eq(vendorSignInAttempt.stateHash, hashOfState(state)),
          eq(vendorSignInAttempt.vendor, vendor),
          eq(vendorSignInAttempt.startedBy, personId),
        ),
      )
      .returning();
    const now = services.machineClock.now();
    if (attempt === undefined || Temporal.Instant.compare(attempt.expiresAt, now) <= 0)
      throw new Refusal('connections.signInExpired');
    return services.secretBox.open(attempt.sealed, attemptPurpose(vendor));
  });
}
