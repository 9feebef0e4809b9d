import { and, count, desc, eq, gte, lt, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { namesOfImpersonators } from '#features/sign-in/sign-in.ts';
import { namesOfPeople } from '#features/users/users.ts';
import { PersonId } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { auditRecord } from '#platform/tables.ts';
import { InstantText, offsetOf, PageRequest, pageOf } from '#platform/wire.ts';

/** The audit records of the account, the newest first. */
export const listRecords = operation({
  name: 'audit.listRecords',
  description: 'Lists the audit records of the account, the newest first: each write, with its author and time.',
  kind: 'read',
  permission: 'audit.read',
  input: PageRequest.extend({
    personId: PersonId.optional().describe('Only records of this person.'),
    event: z.string().max(100).optional().describe('Only this kind of event, `module.event`.'),
    from: InstantText.optional().describe('Only records since this time, inclusive.'),
    before: InstantText.optional().describe('Only records before this time, exclusive.'),
  }),
  output: pageOf(
    z.object({
      id: z.string().describe('Id of the record.'),
      event: z.string().describe('Kind of event, `module.event`.'),
      facts: z
        .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
        .describe('Values of the event, such as ids, by name.'),
      personId: z.string().nullable().describe('Id of the person who acted; null: the system, or before a sign-in.'),
      personName: z.string().nullable().describe('Name of that person; null: the system, or staff of the provider.'),
      impersonatorId: z
        .string()
        .nullable()
        .describe('Id of the one who acted in the place of the person; null: nobody did.'),
      impersonatorName: z.string().nullable().describe('Name of that one; null: nobody acted in the person’s place.'),
      requestId: z.string().describe('Id of the request, as in the logs and in the header `X-Request-Id`.'),
      createdAt: InstantText.describe('Time of the event, UTC.'),
    }),
  ),
  async run({ tx, accountId }, request) {
    const conditions: SQL[] = [eq(auditRecord.accountId, accountId)];
    if (request.personId !== undefined) conditions.push(eq(auditRecord.personId, request.personId));
    if (request.event !== undefined) conditions.push(eq(auditRecord.event, request.event));
    if (request.from !== undefined) conditions.push(gte(auditRecord.createdAt, Temporal.Instant.from(request.from)));
    if (request.before !== undefined) conditions.push(lt(auditRecord.createdAt, Temporal.Instant.from(request.before)));
    const rows = await tx
      .select()
      .from(auditRecord)
      .where(and(...conditions))
      .orderBy(desc(auditRecord.createdAt), desc(auditRecord.id))
      .limit(request.pageSize)
      .offset(offsetOf(request));
    const [all] = await tx
      .select({ count: count() })
      .from(auditRecord)
      .where(and(...conditions));
    const names = await namesOfPeople(
      tx,
      rows.map((row) => row.personId).filter((id) => id !== null),
    );
    const impersonators = await namesOfImpersonators(
      tx,
      rows.map((row) => row.impersonatorId).filter((id) => id !== null),
    );
    return {
      items: rows.map((row) => ({
        id: row.id,
        event: row.event,
        facts: row.facts,
        personId: row.personId,
        personName: row.personId === null ? null : (names.get(row.personId) ?? null),
        impersonatorId: row.impersonatorId,
        impersonatorName: row.impersonatorId === null ? null : (impersonators.get(row.impersonatorId) ?? null),
        requestId: row.requestId,
        createdAt: row.createdAt.toString(),
      })),
      total: all?.count ?? 0,
    };
  },
});
