import { sql } from 'drizzle-orm';
import type { OperationContext } from '#platform/operation.server.ts';

/** Another account of the portal has this Microsoft customer. */
export async function isLinkedElsewhere(
  { tx, accountId }: OperationContext,
  microsoftCustomerId: string,
): Promise<boolean> {
  const { rows } = (await tx.execute(
    sql`select microsoft_customer_of_another_account(${microsoftCustomerId}, ${accountId}::uuid) as taken`,
  )) as unknown as { rows: { taken: boolean }[] };
  return rows[0]?.taken === true;
}
