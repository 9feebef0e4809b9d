import { eq } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { PersonId } from '#platform/ids.ts';
import { person } from '../tables.ts';
import type { PersonRow } from './people.ts';

/** The columns of a person that `sign-in` writes; see the table for their clocks. */
export type SignInState = Pick<
  PersonRow,
  | 'emailConfirmedAt'
  | 'passwordSetAt'
  | 'lockedUntil'
  | 'failuresCountFrom'
  | 'activationSentAt'
  | 'activationExpiresAt'
  | 'twoFactorEnabled'
>;

/** Stores changes in the state of a person's sign-in. An absent field stays as it is. */
export async function setSignInState(tx: Tx, personId: PersonId, changes: Partial<SignInState>): Promise<void> {
  await tx.update(person).set(changes).where(eq(person.id, personId));
}
