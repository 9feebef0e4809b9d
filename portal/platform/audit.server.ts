import type { Actor } from './actor.ts';
import type { Clock } from './clock.ts';
import type { Connection } from './connection.ts';
import type { Tx } from './database.server.ts';
import type { AccountId } from './ids.ts';
import type { Facts } from './refusal.ts';
import { auditRecord } from './tables.ts';

export type Audit = {
  /**
   * Appends one record, in the same transaction as the write that it records. The event is named `module.whatHappened`.
   * `accountId` is whose rows were touched, when it is not the actor's own account.
   */
  record(event: string, facts: Facts, accountId?: AccountId | null): Promise<void>;
};

/** The audit of one transaction: its records are appended together, by `flush` at the end. */
export type TransactionAudit = Audit & { count(): number; flush(): Promise<void> };

/** The request that the records of a transaction belong to. */
type AuditedRequest = Readonly<{ actor: Actor; requestId: string; connection?: Connection | undefined }>;

export function auditIn(tx: Tx, clock: Clock, { actor, requestId, connection }: AuditedRequest): TransactionAudit {
  let count = 0;
  let kept: (typeof auditRecord.$inferInsert)[] = [];
  return {
    count: () => count,
    async record(event, facts, accountId) {
      count += 1;
      kept.push({
        accountId: accountId === undefined ? actor.accountId : accountId,
        personId: actor.personId,
        impersonatorId: actor.impersonatorId,
        event,
        facts,
        address: connection?.address ?? null,
        requestId,
        createdAt: clock.now(),
      });
    },
    async flush() {
      const records = kept;
      kept = [];
      if (records.length > 0) await tx.insert(auditRecord).values(records);
    },
  };
}
