import { and, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { AccountId } from '#platform/ids.ts';
import { ask, type OperationContext } from '#platform/operation.server.ts';
import { assert, Refusal } from '#platform/refusal.ts';
import { callMicrosoft, MICROSOFT_TIME_LIMIT_MS } from '../call-microsoft.ts';
import {
  type CustomerReading,
  findCustomer,
  namesOf,
  readCustomer,
  tenantNameFrom,
} from '../proof/microsoft-customer.ts';
import { proveTenant } from '../proof/prove-tenant.ts';
import { tenant } from '../tables.ts';
import { TenantOutput, tenantOutput } from '../tenant-output.ts';
import { getCustomerAccount } from './customer-account.ts';

export const linkCustomer = ask({
  name: 'tenants.linkCustomer',
  description:
    'Links a Microsoft customer of the provider with a customer account, which thereby is its owner: it can buy into ' +
    'the tenant. Claims of other accounts to it end. The administrators of the account are notified.',
  permission: 'provider.manage',
  scope: 'provider',
  timeoutMs: MICROSOFT_TIME_LIMIT_MS,
  input: z.object({
    accountId: AccountId.describe('The customer account.'),
    tenantName: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .describe('The domain (`contoso` or `contoso.onmicrosoft.com`) or the tenant id.'),
  }),
  output: TenantOutput,
  refusals: [
    'tenants.accountNotFound',
    'tenants.notACustomer',
    'tenants.belongsToAnother',
    'tenants.microsoftDoesNotAnswer',
  ],
  async run(context, { accountId, tenantName }) {
    const name = tenantNameFrom(tenantName);
    if (name === undefined) {
      throw new Refusal('input.invalid', {}, [{ path: 'tenantName', code: 'input.notTenantName' }]);
    }
    await context.inTransaction(({ tx }) => getCustomerAccount(tx, accountId));
    const reading = await callMicrosoft(context, async ({ client }, options) => {
      const customer = await findCustomer(client, name, options);
      if (customer === undefined) return undefined;
      return readCustomer(client, { customerId: customer.id, refusedAt: null, now: context.clock.now() }, options);
    });
    if (reading === undefined) throw new Refusal('tenants.notACustomer', { tenantName });
    return tenantOutput(await context.inTransaction((inside) => link(inside, accountId, reading)));
  },
});

/** @throws Refusal `tenants.belongsToAnother` */
async function link(context: OperationContext, accountId: AccountId, reading: CustomerReading) {
  const { tx, clock } = context;
  const names = namesOf(reading.customer);
  const [known] = await tx
    .select()
    .from(tenant)
    .where(and(eq(tenant.accountId, accountId), inArray(tenant.domain, names)));
  const now = clock.now();
  const [made] =
    known === undefined
      ? await tx
          .insert(tenant)
          .values({
            accountId,
            kind: 'existing',
            domain: names.find((name) => name.includes('.')) ?? reading.customer.id,
            status: 'claimed',
            qualification: 'None',
            createdAt: now,
            updatedAt: now,
          })
          .returning()
      : [];
  const row = known ?? made;
  assert(row !== undefined, 'the tenant was not written');
  return proveTenant(context, row, { reading, proof: 'linkedByProvider', accountId });
}
