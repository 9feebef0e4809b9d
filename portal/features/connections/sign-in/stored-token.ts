import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Database, Tx } from '#platform/database.server.ts';
import type { PersonId } from '#platform/ids.ts';
import type { Log } from '#platform/logging.server.ts';
import type { SecretBox } from '#platform/secret-box.server.ts';
import { vendorSecret } from '#platform/tables.ts';
import { type VendorSignInRow, vendorSignIn } from '../tables.ts';

/*
 * The refresh token of the person through whom the portal acts at a vendor. The newest one is kept, sealed:
 *
 * - a person signs in on the page: the token replaces whatever there is;
 * - the vendor returns another token while one is used: it replaces the one that was used. If a person has signed in
 *   meanwhile, or another process was faster, what is stored stays: the returned token belongs to an older sign-in;
 * - a token among the settings is taken over once, when a process first sees it: somebody has set it since. After that
 *   the database is ahead of the setting, also for processes that still have an older one.
 */

export type StoredToken = Readonly<{
  /** The token to use now; undefined while nobody has signed in. */
  read(): Promise<string | undefined>;
  /** Keeps a token that the vendor returned when `replaced` was used. */
  write(refreshToken: string, replaced: string): Promise<void>;
  /** The vendor does not accept the sign-in, or an access token that came from it. */
  refuse(refusal: TokenRefusal): Promise<void>;
}>;

export type TokenRefusal = Readonly<{
  /** Key of the vendor's sentence. */
  meaning: string | undefined;
  code: string | undefined;
  /** A call was refused for its missing second factor; not the sign-in. */
  isSecondFactorMissing: boolean;
}>;

type Given = Readonly<{
  database: Database;
  secretBox: SecretBox;
  vendor: string;
  /** The token among the settings, if any. */
  settingToken: string | undefined;
  /** The machine's time: that of the vendor's tokens. */
  now(): Temporal.Instant;
  log: Log;
}>;

/** Access tokens of an earlier sign-in live so long: what they cause says nothing about a newer one. */
const ACCESS_TOKEN_LIFETIME = Temporal.Duration.from({ hours: 1 });

export function storedTokenOf(given: Given): StoredToken {
  const { database, vendor, secretBox, settingToken, now, log } = given;
  const inSystem = <T>(run: (tx: Tx) => Promise<T>) => database.transaction({ kind: 'system' }, run);
  return {
    read: () =>
      inSystem(async (tx) => {
        const stored = await findSignIn(tx, vendor);
        if (settingToken !== undefined && !stored?.settingHashes.includes(hashOfSetting(settingToken))) {
          await takeOverSetting(tx, { ...given, settingToken }, stored);
          log.info({ vendor }, 'the refresh token of the settings was taken over');
        }
        return openToken(tx, secretBox, vendor);
      }),
    write: (refreshToken, replaced) =>
      inSystem(async (tx) => {
        if ((await openToken(tx, secretBox, vendor)) !== replaced) return;
        if (refreshToken !== replaced) await sealToken(tx, { secretBox, vendor, refreshToken, now: now() });
        await tx
          .update(vendorSignIn)
          .set({ usedAt: now(), ...NO_FAILURE })
          .where(eq(vendorSignIn.vendor, vendor));
      }),
    refuse: ({ meaning, code, isSecondFactorMissing }) =>
      inSystem(async (tx) => {
        const stored = await findSignIn(tx, vendor);
        if (stored === undefined || stored.failedAt !== null) return;
        if (isSecondFactorMissing && mayBeOfEarlierSignIn(stored, now())) return;
        const failure = { failedAt: now(), failure: meaning ?? null, failureCode: code ?? null };
        await tx.update(vendorSignIn).set(failure).where(eq(vendorSignIn.vendor, vendor));
      }),
  };
}

const NO_WARNING = { warnedDays: null, failureReportedAt: null };
const NO_FAILURE = { failedAt: null, failure: null, failureCode: null, ...NO_WARNING };

/** Keeps the token of a person who has just signed in. It is newer than the setting that this process has. */
export async function storeSignIn(
  tx: Tx,
  given: Readonly<{
    secretBox: SecretBox;
    vendor: string;
    refreshToken: string;
    now: Temporal.Instant;
    signedInBy: PersonId;
    signedInAs: string | null;
    hasSecondFactor: boolean | null;
    settingHash: string | undefined;
  }>,
): Promise<void> {
  const { vendor, now, signedInBy, signedInAs, hasSecondFactor, settingHash } = given;
  const earlier = (await findSignIn(tx, vendor))?.settingHashes ?? [];
  await sealToken(tx, given);
  const facts = {
    source: 'person' as const,
    signedInAt: now,
    signedInBy,
    signedInAs,
    hasSecondFactor,
    usedAt: now,
    settingHashes: settingHash === undefined || earlier.includes(settingHash) ? earlier : [...earlier, settingHash],
    ...NO_FAILURE,
  };
  await tx
    .insert(vendorSignIn)
    .values({ vendor, ...facts })
    .onConflictDoUpdate({ target: vendorSignIn.vendor, set: facts });
}

async function takeOverSetting(
  tx: Tx,
  { vendor, secretBox, settingToken, now }: Given & { settingToken: string },
  stored: VendorSignInRow | undefined,
): Promise<void> {
  const settingHashes = [...(stored?.settingHashes ?? []), hashOfSetting(settingToken)];
  // A database of an earlier version: the stored token came from this setting, and is newer.
  const isAlreadyUsed = stored === undefined && (await openToken(tx, secretBox, vendor)) !== undefined;
  if (!isAlreadyUsed) await sealToken(tx, { secretBox, vendor, refreshToken: settingToken, now: now() });
  const facts = {
    source: 'setting' as const,
    signedInAt: now(),
    signedInBy: null,
    signedInAs: null,
    hasSecondFactor: null,
    usedAt: null,
    settingHashes,
    ...NO_FAILURE,
  };
  await tx
    .insert(vendorSignIn)
    .values({ vendor, ...facts })
    .onConflictDoUpdate({ target: vendorSignIn.vendor, set: facts });
}

export async function findSignIn(tx: Tx, vendor: string): Promise<VendorSignInRow | undefined> {
  const [row] = await tx.select().from(vendorSignIn).where(eq(vendorSignIn.vendor, vendor));
  return row;
}

/** The name of the secret, and the purpose under which it is sealed. */
export function tokenName(vendor: string): string {
  return `${vendor}.refreshToken`;
}

async function openToken(tx: Tx, secretBox: SecretBox, vendor: string): Promise<string | undefined> {
  const name = tokenName(vendor);
  const [row] = await tx.select().from(vendorSecret).where(eq(vendorSecret.name, name)).for('no key update');
  return row === undefined ? undefined : secretBox.open(row.sealed, name);
}

async function sealToken(
  tx: Tx,
  given: Readonly<{ secretBox: SecretBox; vendor: string; refreshToken: string; now: Temporal.Instant }>,
): Promise<void> {
  const name = tokenName(given.vendor);
  const values = { sealed: given.secretBox.seal(given.refreshToken, name), updatedAt: given.now };
  await tx
    .insert(vendorSecret)
    .values({ name, ...values })
    .onConflictDoUpdate({ target: vendorSecret.name, set: values });
}

/** A process may still hold an access token of an earlier sign-in, without the second factor of the new one. */
function mayBeOfEarlierSignIn({ signedInAt, hasSecondFactor }: VendorSignInRow, now: Temporal.Instant): boolean {
  return hasSecondFactor === true && Temporal.Instant.compare(now, signedInAt.add(ACCESS_TOKEN_LIFETIME)) < 0;
}

/** Recognises the token of a setting. Of a text of high entropy, so that a plain hash does not give it away. */
export function hashOfSetting(token: string): string {
  return createHash('sha256').update(`licence-portal setting ${token}`).digest('hex');
}
