import { type FailureCode, failureCode, type ProviderOrder as Order } from '#features/orders/orders.ts';

/** An order as the provider's page shows it: each of its failure codes has a text. */
export type ProviderOrder = Omit<WithKnownCode<Order>, 'steps'> & { steps: WithKnownCode<Order['steps'][number]>[] };

type WithKnownCode<Failed> = Omit<Failed, 'failureCode'> & { failureCode: FailureCode | null };

/** Replaces failure codes that have no text; on the server, so that the browser loads no code of orders. */
export function withKnownCodes(order: Order): ProviderOrder {
  return { ...withKnownCode(order), steps: order.steps.map(withKnownCode) };
}

function withKnownCode<Failed extends { failureCode: string | null }>(failed: Failed): WithKnownCode<Failed> {
  return { ...failed, failureCode: failed.failureCode === null ? null : failureCode(failed.failureCode) };
}
