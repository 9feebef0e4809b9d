import { and, eq, gt, lt, min, notInArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database, Tx } from '#platform/database.server.ts';
import { idOf } from '#platform/ids.ts';
import type { Log } from '#platform/logging.server.ts';
import { InstantText } from '#platform/wire.ts';
import { vendorOutage } from './tables.ts';
import type { VendorConnection } from './vendor-connection.ts';

/** In `vendor_outage`, the vendor as a whole. */
const WHOLE_VENDOR = '';
/** More than the longest pause between two tries: what was not seen for so long was left by a process that ended. */
const FORGOTTEN_AFTER = { minutes: 15 };

/** What gets no answer: the vendor as a whole, and customers, by their ids at the vendor. */
type Unanswered = Readonly<{ isVendorOpen: boolean; customerIds: readonly string[] }>;

export const Outages = z
  .object({
    vendorSince: InstantText.nullable().describe(
      'Since when the vendor as a whole gives no answer; null while it does.',
    ),
    customers: z
      .array(
        z.object({
          vendorCustomerId: z.string().describe("The customer's id at the vendor."),
          accountId: idOf('account')
            .nullable()
            .describe('The customer account; null when the portal has none of this id.'),
          name: z.string().nullable().describe('Its name.'),
          since: InstantText.describe('Since when.'),
        }),
      )
      .describe('Customers about whom requests get no answer, the longest first.'),
  })
  .describe('Requests that get no answer: they are held back, and tried again from time to time.');

/**
 * Keeps what one process notices, for the page of the connection, which another process shows. Reports are written one
 * after the other; one that a later one overtakes is left out.
 *
 * @returns the receiver of reports; it never throws
 */
export function outageRecorder(given: {
  database: Database;
  vendor: string;
  /** Identifies the process. */
  noticedBy: string;
  /** The machine's time. */
  now: () => Temporal.Instant;
  log: Log;
}): (unanswered: Unanswered) => void {
  const { database, log } = given;
  let latest: Unanswered | undefined;
  let isWriting = false;
  const write = async () => {
    isWriting = true;
    while (latest !== undefined) {
      const unanswered = latest;
      latest = undefined;
      await database
        .transaction({ kind: 'system' }, (tx) => storeOutages(tx, given, unanswered))
        .catch((error: unknown) => log.error({ err: error }, 'the outage of a vendor was not stored'));
    }
    isWriting = false;
  };
  return (unanswered) => {
    latest = unanswered;
    if (!isWriting) void write();
  };
}

async function storeOutages(
  tx: Tx,
  { vendor, noticedBy, now }: { vendor: string; noticedBy: string; now: () => Temporal.Instant },
  { isVendorOpen, customerIds }: Unanswered,
): Promise<void> {
  const at = now();
  const ids = [...(isVendorOpen ? [WHOLE_VENDOR] : []), ...customerIds];
  const own = and(eq(vendorOutage.vendor, vendor), eq(vendorOutage.noticedBy, noticedBy));
  await tx.delete(vendorOutage).where(and(own, notInArray(vendorOutage.vendorCustomerId, ids)));
  await tx.delete(vendorOutage).where(lt(vendorOutage.seenAt, at.subtract(FORGOTTEN_AFTER)));
  if (ids.length === 0) return;
  await tx
    .insert(vendorOutage)
    .values(ids.map((vendorCustomerId) => ({ vendor, vendorCustomerId, noticedBy, beganAt: at, seenAt: at })))
    .onConflictDoUpdate({
      target: [vendorOutage.vendor, vendorOutage.vendorCustomerId, vendorOutage.noticedBy],
      set: { seenAt: sql`excluded.seen_at` },
    });
}

/** The outages of a vendor at a moment, as all processes of the portal notice them. */
export async function readOutages(
  tx: Tx,
  { vendor, connection, now }: { vendor: string; connection: VendorConnection; now: Temporal.Instant },
): Promise<z.output<typeof Outages>> {
  const since = min(vendorOutage.beganAt);
  const rows = await tx
    .select({ vendorCustomerId: vendorOutage.vendorCustomerId, since })
    .from(vendorOutage)
    .where(and(eq(vendorOutage.vendor, vendor), gt(vendorOutage.seenAt, now.subtract(FORGOTTEN_AFTER))))
    .groupBy(vendorOutage.vendorCustomerId)
    .orderBy(since, vendorOutage.vendorCustomerId);
  const outages = rows.flatMap(({ since, ...row }) => (since === null ? [] : [{ ...row, since: since.toString() }]));
  const ofCustomers = outages.filter(({ vendorCustomerId }) => vendorCustomerId !== WHOLE_VENDOR);
  const known = await connection.findCustomers(
    tx,
    ofCustomers.map(({ vendorCustomerId }) => vendorCustomerId),
  );
  return {
    vendorSince: outages.find(({ vendorCustomerId }) => vendorCustomerId === WHOLE_VENDOR)?.since ?? null,
    customers: ofCustomers.map(({ vendorCustomerId, since }) => {
      const customer = known.get(vendorCustomerId);
      return { vendorCustomerId, accountId: customer?.accountId ?? null, name: customer?.name ?? null, since };
    }),
  };
}
