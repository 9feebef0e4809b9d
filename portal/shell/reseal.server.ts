import { ConfigError } from '#platform/config.server.ts';
import type { Database, Tx } from '#platform/database.server.ts';
import { openSecretBox } from '#platform/secret-box.server.ts';
import { opensKnownText, sealKnownText } from './check-secret.server.ts';
import {
  readSealedTexts,
  replaceSealedText,
  SEALED_COLUMNS,
  type SealedColumn,
  type SealedText,
  type Sealing,
  sealingOf,
} from './sealed-texts.server.ts';

type Secrets = Readonly<{ oldSecret: string; newSecret: string }>;

/**
 * Seals every text of the database with a new secret, in one transaction: all of them or none. Again after success it
 * changes nothing. No process may use the database with the old secret meanwhile or later.
 *
 * @returns the texts that were sealed anew; undefined when they were already
 * @throws ConfigError when the old secret is not the one of the database
 */
export function resealDatabase(database: Database, secrets: Secrets): Promise<number | undefined> {
  const newBox = openSecretBox(secrets.newSecret);
  return database.transaction({ kind: 'system' }, async (tx) => {
    if ((await opensKnownText(tx, newBox)) === true) return undefined;
    if ((await opensKnownText(tx, openSecretBox(secrets.oldSecret))) === false)
      throw new ConfigError('OLD_SECRET is not the one that this database was sealed with. Nothing was changed.');
    let count = 0;
    for (const column of SEALED_COLUMNS) count += await resealColumn(tx, column, secrets);
    await sealKnownText(tx, newBox);
    return count;
  });
}

async function resealColumn(tx: Tx, column: SealedColumn, { oldSecret, newSecret }: Secrets): Promise<number> {
  const [opening, sealing] = [sealingOf(column, oldSecret), sealingOf(column, newSecret)];
  const texts = await readSealedTexts(tx, column);
  for (const text of texts) {
    const plain = await openText(opening, text);
    await replaceSealedText(tx, text, await sealing.seal(plain, text.purpose));
  }
  return texts.length;
}

async function openText(opening: Sealing, { column, sealed, purpose }: SealedText): Promise<string> {
  try {
    return await opening.open(sealed, purpose);
  } catch (cause) {
    const place = `${column.table}.${column.column}`;
    throw new ConfigError(`OLD_SECRET does not open a text in ${place}. Nothing was changed.`, { cause });
  }
}
