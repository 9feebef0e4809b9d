import { eq } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { PersonId } from '#platform/ids.ts';
import { person } from '../tables.ts';
import type { PersonRow } from './people.ts';

type Choices = Pick<PersonRow, 'notInBell' | 'notByMail' | 'getsDigest' | 'digestAt'>;

/** Stores how a person is notified: for `notifications` alone. */
export async function setNotificationChoices(tx: Tx, personId: PersonId, changes: Partial<Choices>): Promise<void> {
  await tx.update(person).set(changes).where(eq(person.id, personId));
}
