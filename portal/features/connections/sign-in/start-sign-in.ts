import { createHash } from 'node:crypto';
import { lte } from 'drizzle-orm';
import { z } from 'zod';
import { ask } from '#platform/operation.server.ts';
import { callVendor, VENDOR_REFUSALS, VENDOR_TIME_LIMIT_MS } from '../call-vendor.ts';
import { getVendorConnection, redirectUriOf, VendorName } from '../find-connection.ts';
import { vendorSignInAttempt } from '../tables.ts';

/** A person has so long for the vendor's page. */
const ATTEMPT_LIFETIME = Temporal.Duration.from({ minutes: 20 });

export const startSignIn = ask({
  name: 'connections.startSignIn',
  description:
    'Begins a sign-in at the vendor, by which the portal gets the right to act in the name of the person who signs in ' +
    'there. The answer is accepted from the same person only, within 20 minutes. Nothing changes until then.',
  permission: 'connections.signIn',
  scope: 'system',
  timeoutMs: VENDOR_TIME_LIMIT_MS,
  input: z.object({ vendor: VendorName }),
  output: z.object({ url: z.string().describe("Address of the vendor's sign-in page, for the browser.") }),
  refusals: ['connections.notFound', ...VENDOR_REFUSALS],
  async run(context, { vendor }) {
    const { services, personId } = context;
    const connection = getVendorConnection(services, vendor);
    const redirectUri = redirectUriOf(services, vendor);
    const begun = await callVendor(context, (signal) => connection.beginSignIn({ redirectUri, signal }));

    const now = services.machineClock.now();
    await context.inTransaction(async ({ tx, audit }) => {
      await tx.delete(vendorSignInAttempt).where(lte(vendorSignInAttempt.expiresAt, now));
      await tx.insert(vendorSignInAttempt).values({
        stateHash: hashOfState(begun.state),
        vendor,
        startedBy: personId,
        sealed: services.secretBox.seal(begun.secrets, attemptPurpose(vendor)),
        expiresAt: now.add(ATTEMPT_LIFETIME),
      });
      await audit.record('connections.signInStarted', { vendor }, null);
    });
    return { url: begun.url };
  },
});

export function hashOfState(state: string): string {
  return createHash('sha256').update(state).digest('hex');
}

/** The purpose under which an attempt's secrets are sealed. */
export function attemptPurpose(vendor: string): string {
  return `${vendor}.signIn`;
}
