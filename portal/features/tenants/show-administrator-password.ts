import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { getTenantRow } from './get-tenant.ts';
import { tenant } from './tables.ts';

export const showAdministratorPassword = operation({
  name: 'tenants.showAdministratorPassword',
  description:
    'Shows the password of the first administrator of a new Microsoft account, once: it is deleted with the answer.',
  kind: 'write',
  permission: 'tenants.administer',
  keyScope: 'never',
  onBehalf: 'never',
  input: z.object({ tenantId: idOf('tenant').describe('Id of the Microsoft account in the portal.') }),
  output: z.object({
    userName: z.string().describe('User name at Microsoft.'),
    password: z.string().describe('The password, to be changed at the first sign-in.'),
  }),
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

/** The purpose under which the secret box seals the password. */
export function administratorPasswordPurpose(tenantId: string): string {
  return `tenant.administratorPassword:${tenantId}`;
}
