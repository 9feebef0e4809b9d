import { createHash, randomBytes } from 'node:crypto';
import { and, desc, eq, gt, inArray, notInArray } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { Id, PersonId } from '#platform/ids.ts';
import { FAILURES_PER_DEVICE, KNOWN_DEVICE_LIFETIME } from '../rules.ts';
import { knownDevice } from '../tables.ts';

/*
 * Devices on which a person has signed in before. A browser keeps a secret of each person in one cookie, the newest
 * first; the database keeps the hash. It opens nothing by itself: with the right password it is let in where a lock or
 * the limit of a network keeps others out.
 */

/** People who share a browser, and devices that a person uses. Beyond, the one used longest ago is forgotten. */
const PEOPLE_PER_BROWSER = 5;
const DEVICES_PER_PERSON = 20;

type Browser = Readonly<{ cookieHeader: string | null; publicUrl: string }>;

/** The device of a person that a request comes from, while it is known. `now` is machine time. */
export async function findKnownDevice(
  tx: Tx,
  personId: PersonId,
  browser: Browser,
  now: Temporal.Instant,
): Promise<Id<'knownDevice'> | undefined> {
  const hashes = tokensOf(browser).map(hashOf);
  if (hashes.length === 0) return undefined;
  const [known] = await tx
    .select({ id: knownDevice.id })
    .from(knownDevice)
    .where(
      and(
        eq(knownDevice.personId, personId),
        inArray(knownDevice.tokenHash, hashes),
        gt(knownDevice.lastUsedAt, now.subtract(KNOWN_DEVICE_LIFETIME)),
      ),
    );
  return known?.id;
}

/**
 * Remembers the device on which a person has just signed in.
 *
 * @param now  machine time
 * @returns the cookie to set, with a new secret: what was read from the former one is worth nothing any more
 */
export async function rememberDevice(
  tx: Tx,
  personId: PersonId,
  browser: Browser,
  now: Temporal.Instant,
): Promise<string> {
  const tokens = tokensOf(browser);
  const replaced = await tx
    .delete(knownDevice)
    .where(and(eq(knownDevice.personId, personId), inArray(knownDevice.tokenHash, tokens.map(hashOf))))
    .returning({ tokenHash: knownDevice.tokenHash, createdAt: knownDevice.createdAt });
  const token = randomBytes(32).toString('base64url');
  await tx.insert(knownDevice).values({
    personId,
    tokenHash: hashOf(token),
    failureCount: 0,
    createdAt: replaced[0]?.createdAt ?? now,
    lastUsedAt: now,
  });
  await forgetOldest(tx, personId);
  const others = tokens.filter((other) => !replaced.some(({ tokenHash }) => tokenHash === hashOf(other)));
  return cookieOf([token, ...others].slice(0, PEOPLE_PER_BROWSER), browser.publicUrl);
}

/** Counts a wrong password of a known device. After too many in a row it is known no more. */
export async function countFailureOfDevice(tx: Tx, deviceId: Id<'knownDevice'>): Promise<void> {
  const [device] = await tx.select().from(knownDevice).where(eq(knownDevice.id, deviceId)).for('no key update');
  if (device === undefined) return;
  const failureCount = device.failureCount + 1;
  if (failureCount >= FAILURES_PER_DEVICE) await tx.delete(knownDevice).where(eq(knownDevice.id, deviceId));
  else await tx.update(knownDevice).set({ failureCount }).where(eq(knownDevice.id, deviceId));
}

/** Forgets every device of a person. */
export async function forgetDevices(tx: Tx, personId: PersonId): Promise<void> {
  await tx.delete(knownDevice).where(eq(knownDevice.personId, personId));
}

async function forgetOldest(tx: Tx, personId: PersonId): Promise<void> {
  const kept = tx
    .select({ id: knownDevice.id })
    .from(knownDevice)
    .where(eq(knownDevice.personId, personId))
    .orderBy(desc(knownDevice.lastUsedAt), desc(knownDevice.id))
    .limit(DEVICES_PER_PERSON);
  await tx.delete(knownDevice).where(and(eq(knownDevice.personId, personId), notInArray(knownDevice.id, kept)));
}

/** Over https the prefix `__Host-` keeps hosts beside ours from setting the cookie. */
function cookieNameOf(publicUrl: string): string {
  return publicUrl.startsWith('https:') ? '__Host-portal.device' : 'portal.device';
}

function tokensOf({ cookieHeader, publicUrl }: Browser): string[] {
  const name = cookieNameOf(publicUrl);
  const value = (cookieHeader ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);
  return (value ?? '')
    .split('.')
    .filter((token) => /^[\w-]{43}$/.test(token))
    .slice(0, PEOPLE_PER_BROWSER);
}

function cookieOf(tokens: readonly string[], publicUrl: string): string {
  const secure = publicUrl.startsWith('https:') ? '; Secure' : '';
  const maxAge = KNOWN_DEVICE_LIFETIME.total('seconds');
  return `${cookieNameOf(publicUrl)}=${tokens.join('.')}; Max-Age=${maxAge}; Path=/; HttpOnly${secure}; SameSite=Lax`;
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
