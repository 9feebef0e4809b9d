import { createHash, randomBytes } from 'node:crypto';
import { and, eq, isNull } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { paths } from '#ui/paths.ts';
import { providerInvitation } from '../tables.ts';

/** An invitation link works for 24 hours. */
export const INVITATION_LIFETIME = Temporal.Duration.from({ hours: 24 });

export type Invitation = typeof providerInvitation.$inferSelect;
type NewInvitation = Pick<Invitation, 'isFirst' | 'role' | 'email' | 'firstName' | 'lastName'>;
/** A link for a person on the machine of the portal, and its end, exclusive. */
export type InvitationLink = Readonly<{ url: string; expiresAt: Temporal.Instant }>;

/** Creates a link. Nothing keeps its token but the answer; the database has the hash. */
export async function addInvitation(
  tx: Tx,
  added: NewInvitation,
  { now, publicUrl }: { now: Temporal.Instant; publicUrl: string },
): Promise<InvitationLink> {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = now.add(INVITATION_LIFETIME);
  await tx.insert(providerInvitation).values({ ...added, tokenHash: hashOf(token), createdAt: now, expiresAt });
  return { url: `${publicUrl}${paths.firstStart(token)}`, expiresAt };
}

/**
 * The invitation of a link's token. Its row is locked until the transaction ends, so that it cannot be used twice at
 * once.
 *
 * @throws Refusal `provider.linkUnknown`, `provider.linkUsed`, `provider.linkReplaced`, `provider.linkExpired`
 */
export async function openInvitation(tx: Tx, token: string, now: Temporal.Instant): Promise<Invitation> {
  const [found] = await tx
    .select()
    .from(providerInvitation)
    .where(eq(providerInvitation.tokenHash, hashOf(token)))
    .for('no key update');
  if (found === undefined) throw new Refusal('provider.linkUnknown');
  if (found.usedAt !== null) throw new Refusal('provider.linkUsed');
  if (found.replacedAt !== null) throw new Refusal('provider.linkReplaced');
  if (Temporal.Instant.compare(now, found.expiresAt) >= 0) throw new Refusal('provider.linkExpired');
  return found;
}

/** The newest link that was printed at a start and still works. */
export async function findFirstInvitation(tx: Tx, now: Temporal.Instant): Promise<Invitation | undefined> {
  const open = await tx.select().from(providerInvitation).where(isOpenFirst());
  return open
    .filter(({ expiresAt }) => Temporal.Instant.compare(now, expiresAt) < 0)
    .toSorted((left, right) => Temporal.Instant.compare(right.createdAt, left.createdAt))[0];
}

/** Ends the links that were printed at starts. */
export async function endFirstInvitations(tx: Tx, now: Temporal.Instant): Promise<void> {
  await tx.update(providerInvitation).set({ replacedAt: now }).where(isOpenFirst());
}

export async function markInvitationUsed(tx: Tx, id: Invitation['id'], now: Temporal.Instant): Promise<void> {
  await tx.update(providerInvitation).set({ usedAt: now }).where(eq(providerInvitation.id, id));
}

function isOpenFirst() {
  const { isFirst, usedAt, replacedAt } = providerInvitation;
  return and(eq(isFirst, true), isNull(usedAt), isNull(replacedAt));
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
