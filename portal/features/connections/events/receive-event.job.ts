import { z } from 'zod';
import { readAgain } from '#features/subscriptions/subscriptions.ts';
import { job } from '#platform/job.ts';
import { vendorEvent } from '../tables.ts';

const Concerns = z.union([
  z.object({ kind: z.literal('subscription'), vendorSubscriptionId: z.string() }),
  z.object({ kind: z.literal('customer'), vendorCustomerId: z.string() }),
]);

/**
 * Keeps an event whose signature was verified, once, and starts the reading of what it is about. The event names what
 * has changed and not how: the vendor's own answer is the truth.
 */
export const receiveEvent = job({
  name: 'connections.receiveEvent',
  data: z.object({
    vendor: z.string(),
    /** Hash of the text of the event. */
    id: z.string(),
    name: z.string(),
    resource: z.string(),
    changedAt: z.string(),
    concerns: Concerns.nullable(),
  }),
  accountIdOf: () => null,
  attempts: 8,
  retryAfterSeconds: 5,
  run: ({ inTransaction, services }, { concerns, ...event }) =>
    inTransaction(async (context) => {
      const added = await context.tx
        .insert(vendorEvent)
        .values({ ...event, receivedAt: services.machineClock.now() })
        .onConflictDoNothing()
        .returning({ id: vendorEvent.id });
      if (added.length === 0 || concerns === null) return;
      await readAgain(context, { vendor: event.vendor, ...concerns });
    }),
});
