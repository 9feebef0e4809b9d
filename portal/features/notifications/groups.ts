import { and, eq, sql } from 'drizzle-orm';
import type { PersonId } from '#platform/ids.ts';
import { notification } from './tables.ts';

/** What a notification is shown with: those about one order are one group, every other is its own. */
export const groupOfRow = sql<string>`coalesce(${notification.orderId}, ${notification.id})`;

/** The notifications that a person sees in the portal. */
export function shownTo(personId: PersonId) {
  return and(eq(notification.personId, personId), eq(notification.isInBell, true));
}

/** The group of a notification that was read. */
export function groupOf({ orderId, id }: Pick<typeof notification.$inferSelect, 'orderId' | 'id'>): string {
  return orderId ?? id;
}
