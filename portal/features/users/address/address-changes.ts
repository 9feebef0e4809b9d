import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '#platform/database.server.ts';
import type { PersonId } from '#platform/ids.ts';
import { hashOfToken, newToken } from '#platform/one-time-token.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { InstantText } from '#platform/wire.ts';
import type { PersonRow } from '../people/people.ts';
import { ADDRESS_LINK_LIFETIME, type AddressToConfirm } from '../rules.ts';
import { addressChange } from '../tables.ts';

export type AddressChangeRow = typeof addressChange.$inferSelect;

/** An address that waits for its confirmation, as people see it. */
export const PendingAddress = z.object({
  address: z.string().describe('The new address, to which the link was sent.'),
  changesEmail: z.boolean().describe('It becomes the sign-in e-mail.'),
  changesLogin: z.boolean().describe('It becomes the login name.'),
  expiresAt: InstantText.describe('End of the link, UTC, exclusive.'),
  isExpired: z.boolean().describe('The link has expired; it can be sent again.'),
});

/** The address of a person that waits, if any. */
export async function readPendingAddress(
  { tx, clock }: OperationContext,
  personId: PersonId,
): Promise<z.input<typeof PendingAddress> | null> {
  const row = await findOpenChange(tx, personId);
  if (row === undefined) return null;
  const { address, changesEmail, changesLogin, expiresAt } = row;
  const isExpired = Temporal.Instant.compare(clock.now(), expiresAt) >= 0;
  return { address, changesEmail, changesLogin, expiresAt: expiresAt.toString(), isExpired };
}

const isOpen = (personId: PersonId) =>
  and(eq(addressChange.personId, personId), isNull(addressChange.confirmedAt), isNull(addressChange.endedAt));

/** The change of a person's address that waits for its confirmation, an expired one included. */
export async function findOpenChange(tx: Tx, personId: PersonId): Promise<AddressChangeRow | undefined> {
  const [row] = await tx.select().from(addressChange).where(isOpen(personId));
  return row;
}

/** Ends the change that waits, if any: its link stops working. */
export async function endAddressChanges(tx: Tx, personId: PersonId, now: Temporal.Instant): Promise<void> {
  await tx.update(addressChange).set({ endedAt: now }).where(isOpen(personId));
}

/** Stores a change that waits for its confirmation, in place of an earlier one. Returns the token of its link. */
export async function replaceAddressChange(
  { tx, clock }: OperationContext,
  owner: PersonRow,
  change: AddressToConfirm,
): Promise<string> {
  const now = clock.now();
  await endAddressChanges(tx, owner.id, now);
  const token = newToken();
  await tx.insert(addressChange).values({
    ...change,
    accountId: owner.accountId,
    personId: owner.id,
    tokenHash: hashOfToken(token),
    requestedAt: now,
    expiresAt: now.add(ADDRESS_LINK_LIFETIME),
  });
  return token;
}
