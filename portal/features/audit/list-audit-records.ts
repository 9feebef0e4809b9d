import { and, count, desc, eq, gte, lt, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { namesOfPeople } from '#features/sign-in/sign-in.ts';
import { PersonId } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { auditRecord } from '#platform/tables.ts';
import { InstantText, PageRequest } from '#platform/wire.ts';

/** What was done in the account, newest first. */
export const listAuditRecords = operation({
  name: 'audit.list',
  kind: 'read',
  permission: 'audit.read',
  input: PageRequest.extend({
    personId: PersonId.optional(),
    /** `module.whatHappened`. */
    event: z.string().max(100).optional(),
    /** Inclusive. */
    from: InstantText.optional(),
    /** Exclusive. */
    before: InstantText.optional(),
  }),
  output: z.object({
    total: z.number(),
    records: z.array(
      z.object({
        id: z.string(),
        event: z.string(),
        facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
        personId: z.string().nullable(),
        /** Null: the system. */
        personName: z.string().nullable(),
        impersonatorId: z.string().nullable(),
        requestId: z.string(),
        createdAt: InstantText,
      }),
    ),
  }),
  async run({ tx, accountId }, asked) {
    const conditions: SQL[] = [eq(auditRecord.accountId, accountId)];
    if (asked.personId !== undefined) conditions.push(eq(auditRecord.personId, asked.personId));
    if (asked.event !== undefined) conditions.push(eq(auditRecord.event, asked.event));
    if (asked.from !== undefined) conditions.push(gte(auditRecord.createdAt, Temporal.Instant.from(asked.from)));
    if (asked.before !== undefined) conditions.push(lt(auditRecord.createdAt, Temporal.Instant.from(asked.before)));
    const rows = await tx
      .select()
      .from(auditRecord)
      .where(and(...conditions))
      .orderBy(desc(auditRecord.createdAt), desc(auditRecord.id))
      .limit(asked.pageSize)
      .offset((asked.page - 1) * asked.pageSize);
    const [all] = await tx
      .select({ count: count() })
      .from(auditRecord)
      .where(and(...conditions));
    const names = await namesOfPeople(
      tx,
      rows.map((row) => row.personId).filter((id) => id !== null),
    );
    return {
      total: all?.count ?? 0,
      records: rows.map((row) => ({
        id: row.id,
        event: row.event,
        facts: row.facts,
        personId: row.personId,
        personName: row.personId === null ? null : (names.get(row.personId) ?? null),
        impersonatorId: row.impersonatorId,
        requestId: row.requestId,
        createdAt: row.createdAt.toString(),
      })),
    };
  },
});
