import type { AccountId } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { paymentAllocation } from '../tables.ts';
import type { Allocation } from './plan-allocations.ts';

/** Appends allocations that were planned under the lock of the account's row. */
export async function writeAllocations(
  { tx, clock, actor }: OperationContext,
  accountId: AccountId,
  allocations: readonly Allocation[],
): Promise<void> {
  if (allocations.length === 0) return;
  const createdAt = clock.now();
  await tx.insert(paymentAllocation).values(
    allocations.map(({ source, invoiceId, amount }) => ({
      accountId,
      paymentId: source.kind === 'payment' ? source.id : null,
      creditNoteId: source.kind === 'creditNote' ? source.id : null,
      invoiceId,
      amount,
      personId: actor.personId,
      createdAt,
    })),
  );
}
