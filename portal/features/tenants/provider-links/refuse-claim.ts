import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { getOpenClaim } from '../proof/claims.ts';
import { endClaim } from '../proof/end-claim.ts';

export const refuseClaim = operation({
  name: 'tenants.refuseClaim',
  description:
    'Ends the claim of a customer to a Microsoft account (tenant). Its administrators are notified that it has ended; ' +
    'they may claim it again and prove it.',
  kind: 'write',
  permission: 'provider.manage',
  scope: 'provider',
  input: z.object({ tenantId: idOf('tenant').describe('Id of the Microsoft account in the portal.') }),
  output: z.object({}),
  refusals: ['tenants.notFound', 'tenants.notClaimed'],
  async run(context, { tenantId }) {
    const { row } = await getOpenClaim(context, tenantId);
    await endClaim(context, row);
    return {};
  },
});
