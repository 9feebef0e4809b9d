import { and, asc, eq, lte } from 'drizzle-orm';
import { z } from 'zod';
import { tenant } from '#features/tenants/tenants.ts';
import { isDatabaseAway } from '#platform/database-away.ts';
import { AccountId, type Id, idOf } from '#platform/ids.ts';
import { type JobContext, job } from '#platform/job.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { subscription } from '../tables.ts';
import { stopReading } from './read-subscription.job.ts';
import type { CustomerRequest, SubscriptionReader, SubscriptionReading } from './reading.ts';
import { storeReadSubscription } from './store-read-subscription.ts';

type Customer = Readonly<{ accountId: AccountId; tenantId: Id<'tenant'>; vendor: string }>;
type DueRow = Readonly<{ id: Id<'subscription'>; vendorSubscriptionId: string; knowsRefunds: boolean }>;

/**
 * Subscriptions of one run. What is left waits behind the jobs of other customers, so that a large customer holds
 * nobody up.
 */
const ROWS_AT_A_TIME = 2000;
/** So many are read one by one; where more are due, all of the customer are listed. */
const SINGLE_READS_MAX = 3;
const ROWS_OF_TRANSACTION = 50;

/**
 * Reads the subscriptions of a customer that are due from their vendor and stores the answers: one call for all of them
 * instead of one for each, and one job for a customer however many are due.
 */
export const readDueOfCustomer = job({
  name: 'subscriptions.readDueOfCustomer',
  data: z.object({ accountId: AccountId, tenantId: idOf('tenant'), vendor: z.string() }) as z.ZodType<Customer>,
  accountIdOf: (data) => data.accountId,
  attempts: 5,
  retryAfterSeconds: 30,
  async run(context, customer) {
    const { services, inTransaction, signal } = context;
    const vendorCustomerId = await inTransaction((inside) => findVendorCustomerId(inside, customer));
    const reader = services.subscriptionReaders[customer.vendor];
    if (vendorCustomerId === null || reader === undefined) return;

    const due = await inTransaction((inside) => listDue(inside, customer));
    const request = { services, vendorCustomerId, signal };
    const open = new Map(due.map((row) => [row.vendorSubscriptionId, row]));
    if (due.length > SINGLE_READS_MAX) await readListed(context, { customer, reader, request, open });
    for (const row of open.values()) await readAlone(context, { customer, reader, request, row });
    if (due.length === ROWS_AT_A_TIME) await inTransaction(({ jobs }) => startReadingDue(jobs, [customer]));
  },
});

/** Starts the reading of what is due of each customer, or uses the one that waits. */
export function startReadingDue(jobs: OperationContext['jobs'], customers: readonly Customer[]): Promise<void> {
  return jobs.startMissing(
    readDueOfCustomer,
    customers.map((data) => ({ data, key: `subscriptions.readDueOfCustomer:${data.vendor}:${data.tenantId}` })),
  );
}

async function findVendorCustomerId({ tx }: OperationContext, { tenantId }: Customer): Promise<string | null> {
  const [row] = await tx
    .select({ vendorCustomerId: tenant.microsoftCustomerId })
    .from(tenant)
    .where(eq(tenant.id, tenantId));
  return row?.vendorCustomerId ?? null;
}

async function listDue({ tx, clock }: OperationContext, { tenantId, vendor }: Customer): Promise<DueRow[]> {
  const { id, vendorSubscriptionId, refundable, readAgainAt } = subscription;
  const rows = await tx
    .select({ id, vendorSubscriptionId, refundable })
    .from(subscription)
    .where(and(eq(subscription.tenantId, tenantId), eq(subscription.vendor, vendor), lte(readAgainAt, clock.now())))
    .orderBy(asc(readAgainAt))
    .limit(ROWS_AT_A_TIME);
  return rows.map((row) => ({ ...row, knowsRefunds: row.refundable !== null }));
}

type Parts = Readonly<{ customer: Customer; reader: SubscriptionReader; request: CustomerRequest }>;

/** Takes from `open` what the vendor's list shows and what was stored. */
async function readListed(
  context: JobContext,
  { customer, reader, request, open }: Parts & { open: Map<string, DueRow> },
): Promise<void> {
  for await (const page of reader.readAll(request)) {
    const readings = page.filter((reading) => isAnswerFor(open.get(reading.vendorSubscriptionId), reading));
    for (let start = 0; start < readings.length; start += ROWS_OF_TRANSACTION) {
      request.signal.throwIfAborted();
      const batch = readings.slice(start, start + ROWS_OF_TRANSACTION);
      try {
        await context.inTransaction((inside) => storeAll(inside, customer, batch));
        for (const { vendorSubscriptionId } of batch) open.delete(vendorSubscriptionId);
      } catch (error) {
        // Each alone then, so that one that cannot be stored holds up no other.
        context.log.warn({ err: error, tenantId: customer.tenantId }, 'listed subscriptions were not stored together');
      }
    }
    if (open.size === 0) return;
  }
}

/**
 * Guess: an item of the list has all fields of the resource. One without the seats that can be returned, where they
 * were known before, is read alone.
 */
function isAnswerFor(row: DueRow | undefined, { refundable }: SubscriptionReading): boolean {
  return row !== undefined && !(refundable === 'unknown' && row.knowsRefunds);
}

async function storeAll(
  inside: OperationContext,
  { accountId, vendor }: Customer,
  readings: readonly SubscriptionReading[],
): Promise<void> {
  for (const reading of readings) await storeReadSubscription(inside, { accountId, vendor, reading });
}

async function readAlone(
  context: JobContext,
  { customer, reader, request, row }: Parts & { row: DueRow },
): Promise<void> {
  const reading = await reader.readOne({ ...request, vendorSubscriptionId: row.vendorSubscriptionId });
  try {
    await context.inTransaction((inside) =>
      reading ? storeAll(inside, customer, [reading]) : stopReading(inside, row.id),
    );
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    context.log.error({ err: error, subscriptionId: row.id }, 'a subscription that was read was not stored');
  }
}
