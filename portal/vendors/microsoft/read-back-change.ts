import type { StepContext, StepOutcome, VendorStep } from '#features/orders/orders.ts';
import {
  DirectChange,
  differencesFrom,
  type SubscriptionReading,
  storeReadSubscription,
} from '#features/subscriptions/subscriptions.ts';
import { outcomeOfError } from './error-outcome.ts';
import { expectedAfter } from './expected-state.ts';
import { findAtMicrosoft } from './submit-change.ts';
import { readingOfSubscription } from './subscription-reading.ts';

/** Microsoft may need a moment to show a change that it has accepted. */
const READS_MAX = 12;
const READ_AGAIN_AFTER_SECONDS = 10;

/**
 * Reads the subscription after a change, compares it with the order, and stores Microsoft's data. A difference that
 * remains after the last read is shown to the customer and stops the order for the provider, before anything is
 * charged.
 */
export const readBackChange: VendorStep = async (context) => {
  const at = await findAtMicrosoft(context);
  try {
    const { client } = context.services.microsoft;
    const reading = readingOfSubscription(await client.subscriptions.get(at, { signal: context.signal }));
    return await compare(context, reading);
  } catch (error) {
    return outcomeOfError(error);
  }
};

async function compare(context: StepContext, reading: SubscriptionReading): Promise<StepOutcome> {
  const { order, inTransaction } = context;
  const requested = expectedAfter(DirectChange.parse(order.change));
  const differences = differencesFrom(requested, reading);
  const reads = readsBefore(context) + 1;
  if (differences.length > 0 && reads < READS_MAX) {
    return { status: 'wait', checkAgainAfterSeconds: READ_AGAIN_AFTER_SECONDS, onWhom: 'vendor', result: { reads } };
  }
  const read = { accountId: order.accountId, vendor: 'microsoft', reading, requested };
  await inTransaction((transaction) => storeReadSubscription(transaction, read));
  if (differences.length === 0) return { status: 'done', vendorReference: reading.vendorSubscriptionId };

  const shown = differences.map(({ field, requested: value, found }) => `${field}: requested ${value}, found ${found}`);
  return { status: 'stuck', code: 'needsProvider', facts: {}, note: shown.join('; ') };
}

function readsBefore({ own }: StepContext): number {
  const reads = own?.reads;
  return typeof reads === 'number' ? reads : 0;
}
