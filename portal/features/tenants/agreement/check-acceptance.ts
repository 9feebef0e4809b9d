import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { getTenantRow } from '../get-tenant.ts';
import { agreementRequest } from '../tables.ts';
import { findCurrentRequest } from './current-request.ts';

export const checkAcceptance = operation({
  name: 'tenants.checkAcceptance',
  description:
    'Lets the orders that wait for the Microsoft Customer Agreement look at Microsoft at once, and often in the next ' +
    'minutes. It answers before they have looked.',
  kind: 'write',
  permission: 'tenants.manage',
  input: z.object({ tenantId: idOf('tenant').describe('Id of the Microsoft account in the portal.') }),
  output: z.object({ tenantId: idOf('tenant').describe('Id of the Microsoft account in the portal.') }),
  refusals: ['tenants.notFound'],
  async run(context, { tenantId }) {
    const { tx, audit, services } = context;
    await getTenantRow(tx, tenantId);
    const current = await findCurrentRequest(tx, tenantId);
    if (current !== undefined) {
      await tx.update(agreementRequest).set({ readCount: 0 }).where(eq(agreementRequest.id, current.id));
    }
    await audit.record('tenants.acceptanceChecked', { tenantId });
    await services.waitingOrders.resume(context, tenantId);
    return { tenantId };
  },
});
