import { sql } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId } from '#platform/ids.ts';

/** Another account of the portal has this Microsoft customer. */
export async function isLinkedElsewhere(tx: Tx, accountId: AccountId, microsoftCustomerId: string): Promise<boolean> {
  const { rows } = (await tx.execute(
    sql`select microsoft_customer_of_another_account(${microsoftCustomerId}, ${accountId}::uuid) as taken`,
  )) as unknown as { rows: { taken: boolean }[] };
  return rows[0]?.taken === true;
}

/** Another account claims a tenant under one of these names: its domain or its id. */
export async function isClaimedElsewhere(tx: Tx, accountId: AccountId, names: readonly string[]): Promise<boolean> {
  const list = sql.join(
    names.map((name) => sql`${name}`),
    sql`, `,
  );
  const { rows } = (await tx.execute(
    sql`select tenant_claimed_by_another_account(array[${list}]::text[], ${accountId}::uuid) as claimed`,
  )) as unknown as { rows: { claimed: boolean }[] };
  return rows[0]?.claimed === true;
}
