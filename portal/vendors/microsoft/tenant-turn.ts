import type { StepContext, VendorStep } from '#features/orders/orders.ts';
import { endPreparationTurn, type TenantRow, takePreparationTurn } from '#features/tenants/tenants.ts';
import { assert } from '#platform/refusal.ts';

/** Between two looks whether the other order has finished with the tenant. */
const LOOK_AGAIN_SECONDS = 2;

/**
 * Runs a step while no other order prepares the same tenant. The second first order of a new tenant waits, and finds
 * what the first one has made.
 */
export function inTenantTurn(step: (context: StepContext, row: TenantRow) => ReturnType<VendorStep>): VendorStep {
  return async (context) => {
    const { order, services, requestIdOf, inTransaction } = context;
    assert(order.tenantId !== null, 'an order of Microsoft has a tenant');
    const turn = { tenantId: order.tenantId, orderId: order.id };
    const machineNow = services.machineClock.now();
    const row = await inTransaction(({ tx }) =>
      takePreparationTurn(tx, { ...turn, machineNow }, requestIdOf('customer')),
    );
    if (row === undefined) {
      return { status: 'wait', checkAgainAfterSeconds: LOOK_AGAIN_SECONDS, onWhom: 'vendor' };
    }
    try {
      return await step(context, row);
    } finally {
      await inTransaction(({ tx }) => endPreparationTurn(tx, turn));
    }
  };
}
