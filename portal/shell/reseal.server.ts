import { ConfigError } from '#platform/config.server.ts';
import type { Database, Tx } from '#platform/database.server.ts';
import { opens, type SecretBox } from '#platform/secret-box.server.ts';
import { opensKnownText, sealKnownText } from './check-secret.server.ts';
import { readSealedTexts, replaceSealedText, SEALED_COLUMNS } from './sealed-texts.ts';

/**
 * Seals every text of the database with a new secret, in one transaction: all of them or none. Again after success it
 * changes nothing. No process may use the database with the old secret meanwhile or later.
 *
 * @param given.encryptAnew  changes what a library has encrypted by itself; returns the number of its texts
 * @returns the texts that were sealed anew; undefined when they were already
 * @throws ConfigError when the old secret is not the one of the database
 */
export function resealDatabase(
  database: Database,
  {
    oldBox,
    newBox,
    encryptAnew,
  }: Readonly<{ oldBox: SecretBox; newBox: SecretBox; encryptAnew?: (tx: Tx) => Promise<number> }>,
): Promise<number | undefined> {
  return database.transaction({ kind: 'system' }, async (tx) => {
    if ((await opensKnownText(tx, newBox)) === true) return undefined;
    if ((await opensKnownText(tx, oldBox)) === false)
      throw new ConfigError('OLD_SECRET is not the one that this database was sealed with. Nothing was changed.');
    let count = 0;
    for (const column of SEALED_COLUMNS) {
      for (const text of await readSealedTexts(tx, column)) {
        if (!opens(oldBox, text.sealed, text.purpose))
          throw new ConfigError(
            `OLD_SECRET does not open a text in ${column.table}.${column.column}. Nothing was changed.`,
          );
        const plain = oldBox.open(text.sealed, text.purpose);
        await replaceSealedText(tx, text, newBox.seal(plain, text.purpose));
        count += 1;
      }
    }
    count += (await encryptAnew?.(tx)) ?? 0;
    await sealKnownText(tx, newBox);
    return count;
  });
}
