import type { StepContext } from '#features/orders/orders.ts';
import type { TenantRow } from '#features/tenants/tenants.ts';
import type { Id } from '#platform/ids.ts';
import { assert } from '#platform/refusal.ts';

/** The Microsoft account that an order is for. */
export function tenantIdOf({ order }: StepContext): Id<'tenant'> {
  assert(order.tenantId !== null, 'an order of Microsoft has a tenant');
  return order.tenantId;
}

/** Microsoft's id of it, once it has been made. */
export function customerIdOf({ microsoftCustomerId }: TenantRow): string {
  assert(microsoftCustomerId !== null, 'the tenant has been made');
  return microsoftCustomerId;
}
