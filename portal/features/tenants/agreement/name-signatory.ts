import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { getUsableTenantRow } from '../get-tenant.ts';
import { tenant } from '../tables.ts';
import { countRequestsSince, findCurrentRequest, openRequest, withdrawRequests } from './current-request.ts';
import { refuseAddresses } from './refuse-address.ts';
import { REQUESTS_A_DAY_MAX } from './rules.ts';
import { SignatoryInput } from './signatory-input.ts';

export const nameSignatory = operation({
  name: 'tenants.nameSignatory',
  description:
    'Names who accepts the Microsoft Customer Agreement for a Microsoft account. When an order waits for another ' +
    'signatory, that link counts no more, and the new signatory gets one.',
  kind: 'write',
  permission: 'tenants.manage',
  input: z.object({
    tenantId: idOf('tenant').describe('Id of the Microsoft account in the portal.'),
    signatory: SignatoryInput,
  }),
  output: z.object({ tenantId: idOf('tenant').describe('Id of the Microsoft account in the portal.') }),
  refusals: ['tenants.notFound', 'tenants.notProven', 'tenants.agreementAccepted', 'tenants.tooManyRequests'],
  async run(context, { tenantId, signatory }) {
    const { tx, audit, clock, services } = context;
    const row = await getUsableTenantRow(tx, tenantId);
    if (row.agreementConfirmedAt !== null) throw new Refusal('tenants.agreementAccepted', { domain: row.domain });
    const isNew = row.microsoftCustomerId === null;
    refuseAddresses(services, { 'signatory.email': signatory.email }, isNew ? row.domain : undefined);
    const since = clock.now().subtract({ hours: 24 });
    if ((await countRequestsSince(tx, tenantId, since)) >= REQUESTS_A_DAY_MAX)
      throw new Refusal('tenants.tooManyRequests');

    await tx.update(tenant).set({ signatory, updatedAt: clock.now() }).where(eq(tenant.id, tenantId));
    await audit.record('tenants.signatoryNamed', { tenantId });
    // Nothing was asked of the one before: the first order will ask.
    if ((await findCurrentRequest(tx, tenantId)) !== undefined) {
      await withdrawRequests(tx, tenantId);
      await openRequest(context, { ...row, signatory });
    }
    await services.waitingOrders.resume(context, tenantId);
    return { tenantId };
  },
});
