import { eq } from 'drizzle-orm';
import { notify } from '#features/notifications/notifications.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { paths } from '#ui/paths.ts';
import type { TenantRow } from '../get-tenant.ts';
import { tenant, tenantClaim } from '../tables.ts';

/** Ends a claim. Its account learns that, and not whether the provider refused it or another account proved its own. */
export async function endClaim(
  context: OperationContext,
  { id, accountId, domain }: Pick<TenantRow, 'id' | 'accountId' | 'domain'>,
): Promise<void> {
  const { tx, clock, audit } = context;
  await tx.update(tenant).set({ status: 'ended', updatedAt: clock.now() }).where(eq(tenant.id, id));
  await tx.delete(tenantClaim).where(eq(tenantClaim.tenantId, id));
  await audit.record('tenants.claimEnded', { tenantId: id, domain }, accountId);
  await notify(context, {
    accountId,
    to: { with: 'tenants.manage' },
    kind: 'tenants.claimEnded',
    facts: { domain },
    link: paths.microsoftAccount(id),
  });
}
