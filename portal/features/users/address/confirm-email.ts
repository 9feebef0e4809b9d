import { eq } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import { Refusal } from '#platform/refusal.ts';
import type { PersonRow } from '../people/people.ts';
import { isConfirmedByOther } from '../people/taken.ts';
import { person } from '../tables.ts';

/**
 * Marks a person's e-mail as confirmed, once a link in a mail to it was followed. Runs in the system's scope.
 *
 * @throws Refusal `users.addressTaken`
 */
export async function confirmEmail(tx: Tx, owner: PersonRow, now: Temporal.Instant): Promise<void> {
  if (owner.emailConfirmedAt !== null) return;
  await refuseAddressOfOther(tx, owner);
  await tx.update(person).set({ emailConfirmedAt: now }).where(eq(person.id, owner.id));
}

/**
 * A sign-in address has one person in the whole portal. Only the reader of a mail to it is told.
 *
 * @throws Refusal `users.addressTaken`
 */
export async function refuseAddressOfOther(tx: Tx, owner: PersonRow): Promise<void> {
  if (owner.emailConfirmedAt === null && (await isConfirmedByOther(tx, owner.email, owner.id)))
    throw new Refusal('users.addressTaken');
}
