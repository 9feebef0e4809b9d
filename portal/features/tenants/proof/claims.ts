import { and, count, eq, gt } from 'drizzle-orm';
import type { Id } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { auditRecord } from '#platform/tables.ts';
import { getTenantRow, type TenantRow } from '../get-tenant.ts';
import { type TenantClaim, tenantClaim } from '../tables.ts';

/**
 * A claim of the caller's account that is open, locked until the transaction ends.
 *
 * @throws Refusal `tenants.notFound`, `tenants.notClaimed` for one that is proven, ended or to be created
 */
export async function getOpenClaim(
  { tx }: OperationContext,
  tenantId: Id<'tenant'>,
): Promise<{ row: TenantRow; claim: TenantClaim }> {
  const row = await getTenantRow(tx, tenantId);
  const [claim] = await tx.select().from(tenantClaim).where(eq(tenantClaim.tenantId, tenantId)).for('no key update');
  if (claim === undefined || row.status !== 'claimed') throw new Refusal('tenants.notClaimed', { domain: row.domain });
  return { row, claim };
}

/**
 * Records an event of which an account may cause so many in 24 hours. They are counted in the audit, so that a claim
 * that is removed and made again does not begin anew.
 *
 * @throws Refusal `tenants.tooManyRequests`
 */
export async function recordLimited(
  { tx, accountId, clock, audit }: OperationContext,
  event: 'tenants.proofMailRequested' | 'tenants.recordLookedUp',
  given: { tenantId: string; maximum: number },
): Promise<void> {
  const since = clock.now().subtract({ hours: 24 });
  const [counted] = await tx
    .select({ count: count() })
    .from(auditRecord)
    .where(and(eq(auditRecord.accountId, accountId), eq(auditRecord.event, event), gt(auditRecord.createdAt, since)));
  if ((counted?.count ?? 0) >= given.maximum) throw new Refusal('tenants.tooManyRequests', { maximum: given.maximum });
  await audit.record(event, { tenantId: given.tenantId });
}
