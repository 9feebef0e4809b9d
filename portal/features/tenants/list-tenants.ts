import { count, desc } from 'drizzle-orm';
import { operation } from '#platform/operation.server.ts';
import { offsetOf, PageRequest, pageOf } from '#platform/wire.ts';
import { tenant } from './tables.ts';
import { TenantOutput, tenantOutput } from './tenant-output.ts';

export const listTenants = operation({
  name: 'tenants.listTenants',
  description: 'Lists the Microsoft accounts (tenants) of the company, the newest first.',
  kind: 'read',
  permission: 'tenants.read',
  input: PageRequest,
  output: pageOf(TenantOutput),
  async run({ tx }, page) {
    const rows = await tx
      .select()
      .from(tenant)
      .orderBy(desc(tenant.createdAt), desc(tenant.id))
      .limit(page.pageSize)
      .offset(offsetOf(page));
    const [all] = await tx.select({ total: count() }).from(tenant);
    return { items: rows.map(tenantOutput), total: all?.total ?? 0 };
  },
});
