import type { Subscription } from '@licence-portal/partner-center';
import type { StepContext, StepOutcome, VendorStep } from '#features/orders/orders.ts';
import {
  DirectChange,
  differencesFrom,
  notifyOfDrift,
  storeReadSubscription,
} from '#features/subscriptions/subscriptions.ts';
import { outcomeOfError } from './error-outcome.ts';
import { expectedAfter } from './expected-state.ts';
import { nextProductOf } from './next-product.ts';
import { type Restored, restoreSchedule } from './restore-schedule.ts';
import { findAtMicrosoft, type SubscriptionAtMicrosoft } from './submit-change.ts';
import { readingOfSubscription } from './subscription-reading.ts';

/** Microsoft may need a moment to show a change that it has accepted. */
const READS_MAX = 12;
const READ_AGAIN_AFTER_SECONDS = 10;

/**
 * Reads the subscription after a change, compares it with the order, and stores Microsoft's data. A difference that
 * remains after the last read is shown to the customer and stops the order for the provider, before anything is
 * charged. What the change has deleted from the schedule is put back then; where that fails, the change is charged all
 * the same, and customer and provider are notified.
 */
export const readBackChange: VendorStep = async (context) => {
  const at = await findAtMicrosoft(context);
  try {
    const { client } = context.services.microsoft;
    return await compare(context, at, await client.subscriptions.get(at, { signal: context.signal }));
  } catch (error) {
    return outcomeOfError(error);
  }
};

async function compare(context: StepContext, at: SubscriptionAtMicrosoft, read: Subscription): Promise<StepOutcome> {
  const { order, inTransaction } = context;
  const change = DirectChange.parse(order.change);
  const requested = expectedAfter(change, await nextProductOf(context, change));
  const reading = readingOfSubscription(read);
  const differences = differencesFrom(requested, reading);
  const reads = readsBefore(context) + 1;
  if (differences.length > 0 && reads < READS_MAX) {
    return { status: 'wait', checkAgainAfterSeconds: READ_AGAIN_AFTER_SECONDS, onWhom: 'vendor', result: { reads } };
  }
  if (differences.length > 0) {
    await inTransaction((inside) =>
      storeReadSubscription(inside, { accountId: order.accountId, vendor: 'microsoft', reading, requested }),
    );
    const shown = differences.map((one) => `${one.field}: requested ${one.requested}, found ${one.found}`);
    return { status: 'stuck', code: 'needsProvider', facts: {}, note: shown.join('; ') };
  }
  const restored = await restoreSchedule(context, at, read);
  if ('status' in restored) return restored;
  return store(context, { ...restored, requested: { ...requested, ...restored.requested } });
}

async function store(context: StepContext, { reading, requested, isMissing, refusal }: Restored): Promise<StepOutcome> {
  const { accountId } = context.order;
  await context.inTransaction(async (inside) => {
    const stored = await storeReadSubscription(inside, { accountId, vendor: 'microsoft', reading, requested });
    if (isMissing) await notifyOfDrift(inside, { ...stored, cause: 'notRestored' });
  });
  const vendorReference = reading.vendorSubscriptionId;
  return { status: 'done', vendorReference, ...(refusal !== undefined && { result: { notRestored: refusal } }) };
}

function readsBefore({ own }: StepContext): number {
  const reads = own?.reads;
  return typeof reads === 'number' ? reads : 0;
}
