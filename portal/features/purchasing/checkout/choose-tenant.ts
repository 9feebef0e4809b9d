import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { getUsableTenantRow } from '#features/tenants/tenants.ts';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { openCart } from '../cart/open-cart.ts';
import { cart } from '../tables.ts';

export const chooseTenant = operation({
  name: 'purchasing.chooseTenant',
  description: "Chooses the Microsoft account (tenant) that the caller's cart is for.",
  kind: 'write',
  permission: 'purchasing.manage',
  input: z.object({ tenantId: idOf('tenant').describe('Id of the Microsoft account (tenant).') }),
  output: z.object({}),
  refusals: ['tenants.notFound', 'tenants.notProven'],
  async run(context, { tenantId }) {
    await getUsableTenantRow(context.tx, tenantId);
    const { id } = await openCart(context);
    await context.tx.update(cart).set({ tenantId }).where(eq(cart.id, id));
    await context.audit.record('purchasing.tenantChosen', { tenantId });
    return {};
  },
});
