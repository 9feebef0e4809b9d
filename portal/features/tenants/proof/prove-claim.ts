import type { Customer } from '@licence-portal/partner-center';
import type { Id } from '#platform/ids.ts';
import type { AskContext } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { callMicrosoft } from '../call-microsoft.ts';
import type { TenantRow } from '../get-tenant.ts';
import { getOpenClaim } from './claims.ts';
import { findCustomer, readCustomer, tenantNameFrom } from './microsoft-customer.ts';
import type { TenantProof } from './proof-rules.ts';
import { proveTenant } from './prove-tenant.ts';

/**
 * Makes a claimed tenant the caller's own, after a code in the tenant was right.
 *
 * @param isOfTenant  a last look at what Microsoft says about the tenant
 * @throws Refusal `tenants.notConfirmed` when Microsoft does not show the tenant, or shows another one;
 *   `tenants.notFound`, `tenants.notClaimed`, `tenants.belongsToAnother`, `tenants.microsoftDoesNotAnswer`
 */
export async function proveClaim(
  context: AskContext,
  tenantId: Id<'tenant'>,
  proof: TenantProof,
  isOfTenant: (customer: Customer) => boolean = () => true,
): Promise<TenantRow> {
  const { row } = await context.inTransaction((inside) => getOpenClaim(inside, tenantId));
  const name = tenantNameFrom(row.domain);
  const reading = await callMicrosoft(context, async ({ client }, options) => {
    const customer = name && (await findCustomer(client, name, options));
    if (customer === undefined) return undefined;
    return readCustomer(client, { customerId: customer.id, refusedAt: null, now: context.clock.now() }, options);
  });
  if (reading === undefined || !isOfTenant(reading.customer)) {
    throw new Refusal('tenants.notConfirmed', { domain: row.domain });
  }
  return context.inTransaction(async (inside) => {
    const { row: claimed } = await getOpenClaim(inside, tenantId);
    return proveTenant(inside, claimed, { reading, proof, accountId: inside.accountId });
  });
}
