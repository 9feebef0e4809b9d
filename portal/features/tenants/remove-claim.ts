import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { getTenantRow } from './get-tenant.ts';
import { tenant, tenantClaim } from './tables.ts';

export const removeClaim = operation({
  name: 'tenants.removeClaim',
  description:
    'Removes a Microsoft account (tenant) that was claimed and not proven. One whose data had been given for a new ' +
    'account becomes that again.',
  kind: 'write',
  permission: 'tenants.manage',
  input: z.object({ tenantId: idOf('tenant').describe('Id of the Microsoft account in the portal.') }),
  output: z.object({}),
  refusals: ['tenants.notFound', 'tenants.notClaimed'],
  async run({ tx, audit, clock }, { tenantId }) {
    const { domain, status, company } = await getTenantRow(tx, tenantId);
    if (status !== 'claimed' && status !== 'ended') throw new Refusal('tenants.notClaimed', { domain });
    await tx.delete(tenantClaim).where(eq(tenantClaim.tenantId, tenantId));
    // An order for a new account may name it.
    if (company === null) await tx.delete(tenant).where(eq(tenant.id, tenantId));
    else {
      const asBefore = { kind: 'new' as const, status: 'failed' as const, updatedAt: clock.now() };
      await tx.update(tenant).set(asBefore).where(eq(tenant.id, tenantId));
    }
    await audit.record('tenants.claimRemoved', { tenantId, domain });
    return {};
  },
});
