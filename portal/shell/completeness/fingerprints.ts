import { sql } from 'drizzle-orm';
import type { AccountId } from '#platform/ids.ts';
import { accountTables, queryRows } from '../testing/demo-world.ts';
import type { World } from '../testing/world.ts';

/** A fingerprint of the rows of an account in each table; it changes when a row does. */
export async function fingerprintsOf(world: World, accountId: AccountId): Promise<Map<string, string>> {
  const fingerprints = new Map<string, string>();
  for (const { table, rowsOf } of await accountTables(world)) {
    const [row] = await queryRows<{ fingerprint: string }>(
      world,
      sql`select md5(coalesce(string_agg(found::text, '' order by found::text), '')) as fingerprint
          from (select * from ${rowsOf(accountId)}) as found`,
    );
    fingerprints.set(table, row?.fingerprint ?? '');
  }
  return fingerprints;
}
