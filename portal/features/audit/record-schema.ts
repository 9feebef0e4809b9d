import { z } from 'zod';
import { PersonId } from '#platform/ids.ts';
import { InstantText, PAGE_SIZE_MAX, SearchText } from '#platform/wire.ts';
import { AUDIT_KIND_NAMES } from './events.ts';

/** The choice of records. */
export const RecordFilters = z.object({
  search: SearchText.describe(
    'Words that name the event, a person, or a value such as the number of an order, in any order; empty: every record.',
  ),
  personId: PersonId.nullable()
    .default(null)
    .describe('Only records of this person, or about this person; null: of everybody.'),
  kinds: z.array(z.enum(AUDIT_KIND_NAMES)).default([]).describe('Kinds of events; none: all of them.'),
  from: InstantText.nullable().default(null).describe('Only records since this time, inclusive; null: since ever.'),
  before: InstantText.nullable().default(null).describe('Only records before this time, exclusive; null: until now.'),
  everything: z
    .boolean()
    .default(false)
    .describe('True: also what changed nothing, such as sign-ins, pages opened and steps of orders.'),
  limit: z.int().min(1).max(PAGE_SIZE_MAX).default(25).describe('Records at once, 1 to 200.'),
  after: z
    .string()
    .max(100)
    .nullable()
    .default(null)
    .describe('`next` of the answer before: the records that follow; null: the newest.'),
});
export type RecordRequest = z.output<typeof RecordFilters>;

const RECORD_AUTHORS = ['person', 'provider', 'portal', 'nobody'] as const;
export type RecordAuthor = (typeof RECORD_AUTHORS)[number];

const AuditRecordOutput = z.object({
  id: z.string().describe('Id of the record.'),
  event: z.string().describe('Kind of event, `module.event`.'),
  facts: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .describe('Values of the event, such as ids, by name.'),
  text: z.string().describe('The event in words, with the person or thing that it is about, in the caller’s language.'),
  author: z.string().describe('Who acted, and in whose place, in words.'),
  by: z
    .enum(RECORD_AUTHORS)
    .describe('Who acted: a person of the account, the provider, the portal itself, or somebody before a sign-in.'),
  personId: z.string().nullable().describe('Id of the person who acted; null where none of the account did.'),
  personName: z.string().nullable().describe('Name of that person; null where none of the account did.'),
  impersonatorId: z
    .string()
    .nullable()
    .describe('Id of the one who acted in the place of the person; null: nobody did.'),
  impersonatorName: z.string().nullable().describe('Name of that one; null: nobody acted in the person’s place.'),
  address: z
    .string()
    .nullable()
    .describe('Address that the request came from; null: none is known, or it is the provider’s.'),
  requestId: z.string().describe('Id of the request, as in the logs and in the header `X-Request-Id`.'),
  createdAt: InstantText.describe('Time of the event, UTC.'),
});
export type ShownRecord = z.output<typeof AuditRecordOutput>;

export const RecordsOutput = z.object({
  items: z.array(AuditRecordOutput).describe('The records, the newest first.'),
  next: z.string().nullable().describe('For `after`, where older records follow; null: these are the last.'),
});
