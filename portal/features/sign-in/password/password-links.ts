import { and, eq, isNull } from 'drizzle-orm';
import { getPersonForUpdate, type PersonRow, person } from '#features/users/users.ts';
import type { Tx } from '#platform/database.server.ts';
import type { Id, PersonId } from '#platform/ids.ts';
import { hashOfToken, newToken } from '#platform/one-time-token.ts';
import { Refusal } from '#platform/refusal.ts';
import { passwordLink } from '../tables.ts';

/** The refusals of a link that chooses a password. */
export const LINK_REFUSALS = [
  'signIn.linkUnknown',
  'signIn.linkUsed',
  'signIn.linkReplaced',
  'signIn.linkExpired',
  'users.addressTaken',
];

export type LinkPurpose = 'activation' | 'recovery';

/**
 * Creates a link and ends the older ones. Returns its token, which only the mail carries; the database keeps its hash.
 */
export async function replacePasswordLink(
  tx: Tx,
  link: { personId: PersonId; purpose: LinkPurpose; now: Temporal.Instant; expiresAt: Temporal.Instant },
): Promise<string> {
  await endPasswordLinks(tx, link.personId, link.now);
  const token = newToken();
  await tx.insert(passwordLink).values({
    personId: link.personId,
    purpose: link.purpose,
    tokenHash: hashOfToken(token),
    createdAt: link.now,
    expiresAt: link.expiresAt,
  });
  return token;
}

/**
 * Returns the person of a link's token. Both rows are locked until the transaction ends, so that a link cannot be used
 * twice at once.
 *
 * @param now  on the movable clock
 * @throws Refusal `signIn.linkUnknown`, `signIn.linkUsed`, `signIn.linkReplaced`, `signIn.linkExpired`
 */
export async function openPasswordLink(
  tx: Tx,
  token: string,
  now: Temporal.Instant,
): Promise<{ linkId: Id<'passwordLink'>; purpose: LinkPurpose; owner: PersonRow }> {
  const [found] = await tx
    .select({ link: passwordLink, removedAt: person.removedAt, disabledAt: person.disabledAt })
    .from(passwordLink)
    .innerJoin(person, eq(person.id, passwordLink.personId))
    .where(eq(passwordLink.tokenHash, hashOfToken(token)))
    .for('no key update');
  if (found === undefined || found.removedAt !== null || found.disabledAt !== null)
    throw new Refusal('signIn.linkUnknown');
  const { link } = found;
  if (link.usedAt !== null) throw new Refusal('signIn.linkUsed');
  if (link.replacedAt !== null) throw new Refusal('signIn.linkReplaced');
  if (Temporal.Instant.compare(now, link.expiresAt) >= 0) throw new Refusal('signIn.linkExpired');
  return { linkId: link.id, purpose: link.purpose, owner: await getPersonForUpdate(tx, link.personId) };
}

export async function markLinkUsed(tx: Tx, linkId: Id<'passwordLink'>, now: Temporal.Instant): Promise<void> {
  await tx.update(passwordLink).set({ usedAt: now }).where(eq(passwordLink.id, linkId));
}

/** Ends the links that were sent and not used. */
export async function endPasswordLinks(tx: Tx, personId: PersonId, now: Temporal.Instant): Promise<void> {
  await tx
    .update(passwordLink)
    .set({ replacedAt: now })
    .where(and(eq(passwordLink.personId, personId), isNull(passwordLink.usedAt), isNull(passwordLink.replacedAt)));
}
