import { and, count, eq, isNotNull, or } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { InstantText, offsetOf, PageRequest, pageOf } from '#platform/wire.ts';
import { tenant, tenantClaim } from '../tables.ts';

export const listClaims = operation({
  name: 'tenants.listClaims',
  description:
    'Lists the Microsoft accounts (tenants) that wait for a decision of the provider: claimed and not proven, the ' +
    'oldest first, and those that were linked before proofs were asked for.',
  kind: 'read',
  permission: 'provider.read',
  scope: 'provider',
  input: PageRequest,
  output: pageOf(
    z.object({
      tenantId: idOf('tenant').describe('Id of the Microsoft account in the portal.'),
      accountId: idOf('account').describe('The customer that claims it.'),
      accountName: z.string().describe('Name of the customer.'),
      vatNumber: z.string().nullable().describe('VAT number of the customer.'),
      domain: z.string().describe('The domain or tenant id that was typed.'),
      isLinkedWithoutProof: z.boolean().describe('Linked by an earlier version, which asked for no proof.'),
      requestedAt: InstantText.describe('When it was claimed, or linked.'),
    }),
  ),
  async run({ tx }, page) {
    const waits = or(isNotNull(tenantClaim.tenantId), eq(tenant.proof, 'beforeProofs'));
    const where = and(eq(account.status, 'active'), waits);
    const rows = await tx
      .select({ row: tenant, requestedAt: tenantClaim.requestedAt, name: account.name, vatNumber: account.vatNumber })
      .from(tenant)
      .innerJoin(account, eq(account.id, tenant.accountId))
      .leftJoin(tenantClaim, eq(tenantClaim.tenantId, tenant.id))
      .where(where)
      .orderBy(tenant.updatedAt, tenant.id)
      .limit(page.pageSize)
      .offset(offsetOf(page));
    const [all] = await tx
      .select({ total: count() })
      .from(tenant)
      .innerJoin(account, eq(account.id, tenant.accountId))
      .leftJoin(tenantClaim, eq(tenantClaim.tenantId, tenant.id))
      .where(where);
    return {
      items: rows.map(({ row, requestedAt, name, vatNumber }) => ({
        tenantId: row.id,
        accountId: row.accountId,
        accountName: name,
        vatNumber,
        domain: row.domain,
        isLinkedWithoutProof: row.proof !== null,
        requestedAt: (requestedAt ?? row.updatedAt).toString(),
      })),
      total: all?.total ?? 0,
    };
  },
});
