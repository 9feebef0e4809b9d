import { pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '#platform/columns.ts';
import { type AccountId, type Id, newId, type PersonId } from '#platform/ids.ts';

/** A bought product as people use it; one for each subscription. */
export const service = pgTable('service', {
  id: uuid('id').$type<Id<'service'>>().primaryKey().$defaultFn(newId),
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  subscriptionId: uuid('subscription_id').$type<Id<'subscription'>>().notNull(),
  name: text('name').notNull(),
  vendor: text('vendor').notNull(),
  /** Address of the service itself, outside the portal. */
  address: text('address').notNull(),
  createdAt: instant('created_at').notNull(),
});

/** A seat of a service given to a person. */
export const serviceAssignment = pgTable(
  'service_assignment',
  {
    serviceId: uuid('service_id').$type<Id<'service'>>().notNull(),
    personId: uuid('person_id').$type<PersonId>().notNull(),
    accountId: uuid('account_id').$type<AccountId>().notNull(),
    assignedAt: instant('assigned_at').notNull(),
    /** Null for the system. */
    assignedBy: uuid('assigned_by').$type<PersonId>(),
  },
  (table) => [primaryKey({ columns: [table.serviceId, table.personId] })],
);
