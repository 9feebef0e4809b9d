import { pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant, plainDate } from '#platform/columns.ts';
import type { AccountId, PersonId } from '#platform/ids.ts';

/** Decisions that a person does not want to see before a day; the others of the account still see them. */
export const postponedDecision = pgTable(
  'postponed_decision',
  {
    personId: uuid('person_id').$type<PersonId>().notNull(),
    decisionKey: text('decision_key').notNull(),
    accountId: uuid('account_id').$type<AccountId>().notNull(),
    /** The day on which it is shown again. */
    until: plainDate('until').notNull(),
    postponedAt: instant('postponed_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.personId, table.decisionKey] })],
);
