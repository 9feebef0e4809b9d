import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { SubscriptionId } from '../subscription-wire.ts';
import { subscription } from '../tables.ts';

const OwnText = (lengthMax: number) =>
  z
    .string()
    .trim()
    .max(lengthMax)
    .transform((text) => (text === '' ? null : text))
    .nullable();

export const describeSubscription = operation({
  name: 'subscriptions.describeSubscription',
  description:
    'Gives a subscription a name and a cost centre of the account, so that people can tell two of the same product ' +
    'apart. The name is shown everywhere: in lists, on the tile of the service, in orders and e-mails. Nothing changes ' +
    'at the vendor.',
  kind: 'write',
  permission: 'subscriptions.manage',
  input: z.object({
    subscriptionId: SubscriptionId,
    ownName: OwnText(80).describe('Name, up to 80 characters; null or empty: that of the vendor.'),
    costCentre: OwnText(40).describe('Cost centre, up to 40 characters; null or empty: none.'),
  }),
  output: z.object({ name: z.string().describe('The name that is shown from now on.') }),
  refusals: ['subscriptions.notFound'],
  async run({ tx, audit, services }, { subscriptionId, ownName, costCentre }) {
    const [row] = await tx.select().from(subscription).where(eq(subscription.id, subscriptionId)).for('no key update');
    if (row === undefined) throw new Refusal('subscriptions.notFound');
    const vendorName = row.vendorName ?? row.name;
    const name = ownName ?? vendorName;
    await tx
      .update(subscription)
      .set({ ownName, costCentre, vendorName, name })
      .where(eq(subscription.id, subscriptionId));
    await services.renameService(tx, { subscriptionId, name });
    await audit.record('subscriptions.described', { subscriptionId, name, costCentre });
    return { name };
  },
});
