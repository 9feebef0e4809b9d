import type { Id } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';

/** Orders that wait for the customer, as this module needs them: `orders` implements it, the shell supplies it. */
export type WaitingOrders = Readonly<{
  /** Lets the orders for a Microsoft account that wait for the customer look again, at once. */
  resume(context: OperationContext, tenantId: Id<'tenant'>): Promise<void>;
}>;
