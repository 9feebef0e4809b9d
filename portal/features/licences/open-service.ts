import { sql } from 'drizzle-orm';
import type { AccountId, Id } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { service } from './tables.ts';

/** Gives a subscription its link and tile. Repeating it updates name and address of the service that exists. */
export async function openService(
  { tx, clock, audit }: OperationContext,
  opened: Readonly<{
    accountId: AccountId;
    subscriptionId: Id<'subscription'>;
    name: string;
    vendor: string;
    /** Address of the service itself, outside the portal. */
    address: string;
  }>,
): Promise<Id<'service'>> {
  const [row] = await tx
    .insert(service)
    .values({ ...opened, createdAt: clock.now() })
    .onConflictDoUpdate({
      target: service.subscriptionId,
      // Another product has other licences.
      set: { name: opened.name, address: opened.address, licencePool: null },
    })
    .returning({ id: service.id, isNew: sql<boolean>`xmax = 0` });
  assert(row !== undefined, 'the service was not stored');
  if (row.isNew) await audit.record('licences.opened', { serviceId: row.id, name: opened.name }, opened.accountId);
  return row.id;
}
