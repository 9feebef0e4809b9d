import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '#platform/database.server.ts';
import { type Id, idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { type TenantStatus, tenant } from './tables.ts';
import { TenantOutput, tenantOutput } from './tenant-output.ts';

export type TenantRow = typeof tenant.$inferSelect;

/** @throws Refusal `tenants.notFound`, also for another account's: the row policy hides it */
export async function getTenantRow(tx: Tx, tenantId: Id<'tenant'>): Promise<TenantRow> {
  const [row] = await tx.select().from(tenant).where(eq(tenant.id, tenantId));
  if (row === undefined) throw new Refusal('tenants.notFound');
  return row;
}

/**
 * A Microsoft account that may be bought into: one that the portal creates, or one that is proven to be the company's.
 *
 * @throws Refusal `tenants.notFound`, `tenants.notProven`
 */
export async function getUsableTenantRow(tx: Tx, tenantId: Id<'tenant'>): Promise<TenantRow> {
  const row = await getTenantRow(tx, tenantId);
  if (!isUsable(row)) throw new Refusal('tenants.notProven', { domain: row.domain });
  return row;
}

/** A claim is not usable before the proof, nor one that has ended. */
export function isUsable({ status }: { status: TenantStatus }): boolean {
  return status !== 'claimed' && status !== 'ended';
}

export const getTenant = operation({
  name: 'tenants.getTenant',
  description: 'Reads one Microsoft account (tenant) of the company, as the portal knows it.',
  kind: 'read',
  permission: 'tenants.read',
  input: z.object({ tenantId: idOf('tenant').describe('Id of the Microsoft account in the portal.') }),
  output: TenantOutput,
  refusals: ['tenants.notFound'],
  run: async ({ tx }, { tenantId }) => tenantOutput(await getTenantRow(tx, tenantId)),
});
