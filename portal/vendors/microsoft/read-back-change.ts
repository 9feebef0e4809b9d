import type { StepContext, StepOutcome, VendorStep } from '#features/orders/orders.ts';
import {
  differencesFrom,
  OrderedChange,
  type SubscriptionReading,
  storeReadSubscription,
} from '#features/subscriptions/subscriptions.ts';
import { outcomeOfError } from './error-outcome.ts';
import { expectedAfter } from './expected-state.ts';
import { findAtMicrosoft } from './submit-change.ts';
import { readingOfSubscription } from './subscription-reading.ts';

/** Microsoft may need a moment to show what it has accepted. */
const LOOKS_MAX = 12;
const LOOK_AGAIN_AFTER_SECONDS = 10;

/**
 * Reads the subscription after a change, compares it with the requested state, and stores what Microsoft says. What is
 * still different after a while is shown to the customer and stops the order for the provider: nothing is charged for
 * what did not happen.
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
  const requested = expectedAfter(OrderedChange.parse(order.change));
  const differences = differencesFrom(requested, reading);
  const looks = looksBefore(context) + 1;
  if (differences.length > 0 && looks < LOOKS_MAX) {
    return { status: 'wait', checkAgainAfterSeconds: LOOK_AGAIN_AFTER_SECONDS, onWhom: 'vendor', result: { looks } };
  }
  const read = { accountId: order.accountId, vendor: 'microsoft', reading, requested };
  await inTransaction((transaction) => storeReadSubscription(transaction, read));
  if (differences.length === 0) return { status: 'done', vendorReference: reading.vendorSubscriptionId };

  const shown = differences.map(({ field, requested: value, found }) => `${field}: requested ${value}, found ${found}`);
  return { status: 'stuck', code: 'needsProvider', facts: {}, note: shown.join('; ') };
}

function looksBefore({ own }: StepContext): number {
  const looks = own?.looks;
  return typeof looks === 'number' ? looks : 0;
}
