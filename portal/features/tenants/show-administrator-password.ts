import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { getTenantRow } from './get-tenant.ts';
import { tenant } from './tables.ts';

/** Shows the first administrator's password of a new Microsoft account, once: it is forgotten with the answer. */
export const showAdministratorPassword = operation({
  name: 'tenants.showAdministratorPassword',
  kind: 'write',
  permission: 'tenants.manage',
  input: z.object({ tenantId: idOf('tenant') }),
  output: z.object({ userName: z.string(), password: z.string() }),
  refusals: ['tenants.notFound', 'tenants.noPasswordKept'],
  async run({ tx, audit, services }, { tenantId }) {
    const { administratorUserName, administratorPassword } = await getTenantRow(tx, tenantId);
    if (administratorUserName === null || administratorPassword === null) throw new Refusal('tenants.noPasswordKept');

    const password = services.secretBox.open(administratorPassword, administratorPasswordPurpose(tenantId));
    await tx.update(tenant).set({ administratorPassword: null }).where(eq(tenant.id, tenantId));
    await audit.record('tenants.administratorPasswordShown', { tenantId });
    return { userName: administratorUserName, password };
  },
});

/** What the secret box seals the password for. */
export function administratorPasswordPurpose(tenantId: string): string {
  return `tenant.administratorPassword:${tenantId}`;
}
