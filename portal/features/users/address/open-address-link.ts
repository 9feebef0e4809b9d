import { eq } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import { hashOfToken } from '#platform/one-time-token.ts';
import { Refusal } from '#platform/refusal.ts';
import { findPersonForUpdate, type PersonRow } from '../people/people.ts';
import { addressChange } from '../tables.ts';
import type { AddressChangeRow } from './address-changes.ts';

/** The refusals of a link that confirms an address. */
export const ADDRESS_LINK_REFUSALS = ['users.addressLinkUnknown', 'users.addressLinkOver', 'users.addressLinkExpired'];

/**
 * The change of a link's token, and its person. Both rows are held until the transaction ends.
 *
 * @throws Refusal `users.addressLinkUnknown`, `users.addressLinkOver`, `users.addressLinkExpired`
 */
export async function openAddressLink(
  tx: Tx,
  token: string,
  now: Temporal.Instant,
): Promise<{ change: AddressChangeRow; owner: PersonRow }> {
  const [change] = await tx
    .select()
    .from(addressChange)
    .where(eq(addressChange.tokenHash, hashOfToken(token)))
    .for('no key update');
  const owner = change === undefined ? undefined : await findPersonForUpdate(tx, change.personId);
  if (change === undefined || owner === undefined || owner.disabledAt !== null)
    throw new Refusal('users.addressLinkUnknown');
  if (change.confirmedAt !== null || change.endedAt !== null) throw new Refusal('users.addressLinkOver');
  if (Temporal.Instant.compare(now, change.expiresAt) >= 0) throw new Refusal('users.addressLinkExpired');
  return { change, owner };
}
