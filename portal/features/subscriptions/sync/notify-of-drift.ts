import { eq } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import { notify } from '#features/notifications/notifications.ts';
import type { Id } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { paths } from '#ui/paths.ts';
import { type Difference, subscription } from '../tables.ts';
import { type DriftCause, renewalDriftMail } from './renewal-drift.mail.ts';

/**
 * Notifies administrators that the end of a term is not as it was chosen. The provider has the subscription among what
 * is to be done, until its vendor shows what was chosen or somebody chooses anew.
 */
export async function notifyOfDrift(
  context: OperationContext,
  found: Readonly<{ subscriptionId: Id<'subscription'>; differences: readonly Difference[]; cause: DriftCause }>,
): Promise<void> {
  const { tx, services } = context;
  const { subscriptionId, differences, cause } = found;
  const [row] = await tx
    .select({ accountId: subscription.accountId, name: subscription.name, accountName: account.name })
    .from(subscription)
    .innerJoin(account, eq(account.id, subscription.accountId))
    .where(eq(subscription.id, subscriptionId));
  assert(row !== undefined, 'the subscription was stored');
  const { accountId, name, accountName } = row;
  const link = paths.changeRenewal(subscriptionId);
  await notify(context, {
    accountId,
    to: { with: 'subscriptions.manage' },
    kind: 'renewalDrifted',
    facts: { name, cause },
    link,
    mail: (t) => renewalDriftMail(t, { name, accountName, cause, differences, url: `${services.publicUrl}${link}` }),
  });
}
