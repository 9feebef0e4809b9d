import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { AgreementInput, refuseFutureAcceptance } from './agreement-input.ts';
import { getUsableTenantRow } from './get-tenant.ts';
import { tenant } from './tables.ts';

export const acceptAgreement = operation({
  name: 'tenants.acceptAgreement',
  description:
    'Stores who accepted the Microsoft Customer Agreement for an existing Microsoft account; the next order reports it ' +
    'to Microsoft.',
  kind: 'write',
  permission: 'tenants.manage',
  input: z.object({
    tenantId: idOf('tenant').describe('Id of the Microsoft account in the portal.'),
    agreement: AgreementInput,
  }),
  output: z.object({ tenantId: idOf('tenant').describe('Id of the Microsoft account in the portal.') }),
  refusals: ['tenants.notFound', 'tenants.notProven'],
  async run(context, { tenantId, agreement: { isAccepted: _, ...agreement } }) {
    const { tx, audit, clock } = context;
    await getUsableTenantRow(tx, tenantId);
    await refuseFutureAcceptance(context, agreement.acceptedOn);

    await tx.update(tenant).set({ agreement, updatedAt: clock.now() }).where(eq(tenant.id, tenantId));
    await audit.record('tenants.agreementAccepted', { tenantId, acceptedOn: agreement.acceptedOn });
    return { tenantId };
  },
});
