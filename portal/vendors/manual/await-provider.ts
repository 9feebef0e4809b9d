import type { VendorStep } from '#features/orders/orders.ts';

/** Waits, without polling, until a person of the provider marks the step as done. */
export const awaitProvider: VendorStep = async ({ own }) => {
  if (own?.markedDoneAt === undefined) return { status: 'wait', checkAgainAfterSeconds: 0, onWhom: 'provider' };
  const reference = own.vendorReference;
  return { status: 'done', ...(typeof reference === 'string' && reference !== '' && { vendorReference: reference }) };
};
