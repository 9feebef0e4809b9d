import type { VendorStep } from '#features/orders/orders.ts';

/** Done when the provider's person has marked it so; until then it waits, and nobody is asked. */
export const awaitProvider: VendorStep = async ({ own }) => {
  if (own?.markedDoneAt === undefined) return { status: 'wait', checkAgainAfterSeconds: 0, onWhom: 'provider' };
  const reference = own.vendorReference;
  return { status: 'done', ...(typeof reference === 'string' && reference !== '' && { vendorReference: reference }) };
};
