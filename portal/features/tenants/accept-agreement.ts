import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { AgreementInput, refuseFutureAcceptance } from './agreement-input.ts';
import { getTenantRow } from './get-tenant.ts';
import { tenant } from './tables.ts';

/** Writes down who accepted the Microsoft Customer Agreement for an existing account; the next order tells Microsoft. */
export const acceptAgreement = operation({
  name: 'tenants.acceptAgreement',
  kind: 'write',
  permission: 'tenants.manage',
  input: z.object({ tenantId: idOf('tenant'), agreement: AgreementInput }),
  output: z.object({ tenantId: z.string() }),
  refusals: ['tenants.notFound'],
  async run(context, { tenantId, agreement: { isAccepted: _, ...agreement } }) {
    const { tx, audit, clock } = context;
    await getTenantRow(tx, tenantId);
    await refuseFutureAcceptance(context, agreement.acceptedOn);

    await tx.update(tenant).set({ agreement, updatedAt: clock.now() }).where(eq(tenant.id, tenantId));
    await audit.record('tenants.agreementAccepted', { tenantId, acceptedOn: agreement.acceptedOn });
    return { tenantId };
  },
});
