import { eq } from 'drizzle-orm';
import { ConfigError } from '#platform/config.server.ts';
import type { Database, Tx } from '#platform/database.server.ts';
import { opens, type SecretBox } from '#platform/secret-box.server.ts';
import { secretCheck } from '#platform/tables.ts';
import { readSealedTexts, SEALED_COLUMNS, SIGN_IN_LIBRARY } from './sealed-texts.server.ts';

const ROW = 1;
const KNOWN_TEXT = 'licence-portal';
/** The purpose under which the known text is sealed. */
const PURPOSE = 'secret.check';

/**
 * Compares the SECRET of this process with the one that the database was sealed with, by a known text that the first
 * start seals. With another SECRET nothing that is sealed can be read, and the portal would fail one thing at a time.
 *
 * @throws ConfigError, which says what to do
 */
export async function checkSecret(database: Database, secretBox: SecretBox): Promise<void> {
  const isRight = await database.transaction({ kind: 'system' }, async (tx) => {
    const known = await opensKnownText(tx, secretBox);
    if (known !== undefined) return known;
    if (!(await opensEverything(tx, secretBox))) return false;
    await sealKnownText(tx, secretBox);
    return true;
  });
  if (!isRight) throw new ConfigError(SECRET_HAS_CHANGED);
}

const SECRET_HAS_CHANGED =
  'SECRET is not the one that this database was sealed with: the sign-in to Microsoft and the passwords of new tenants ' +
  'cannot be read. Set SECRET to the earlier value (without SECRET: restore the file "secret" in DATA_DIR). To change ' +
  'it on purpose, stop all processes and run: OLD_SECRET=… SECRET=… npm run cli -- reseal. See docs/operations.md.';

/** Whether a secret opens the known text; undefined where there is none yet. The row stays locked. */
export async function opensKnownText(tx: Tx, secretBox: SecretBox): Promise<boolean | undefined> {
  const [row] = await tx.select().from(secretCheck).where(eq(secretCheck.id, ROW)).for('no key update');
  return row === undefined ? undefined : opens(secretBox, row.sealed, PURPOSE);
}

/** Seals the known text. Of processes that start at once, one writes it and the others leave it. */
export async function sealKnownText(tx: Tx, secretBox: SecretBox): Promise<void> {
  const values = { sealed: secretBox.seal(KNOWN_TEXT, PURPOSE), madeAt: Temporal.Now.instant() };
  await tx
    .insert(secretCheck)
    .values({ id: ROW, ...values })
    .onConflictDoUpdate({ target: secretCheck.id, set: values });
}

/** A database of an earlier version has no known text yet: what it has sealed must open. */
async function opensEverything(tx: Tx, secretBox: SecretBox): Promise<boolean> {
  for (const column of SEALED_COLUMNS.filter(({ sealedIn }) => sealedIn !== SIGN_IN_LIBRARY))
    for (const { sealed, purpose } of await readSealedTexts(tx, column))
      if (!opens(secretBox, sealed, purpose)) return false;
  return true;
}
