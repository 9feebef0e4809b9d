import { eq, sql } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import type { Database, Tx } from '#platform/database.server.ts';
import { auditRecord } from '#platform/tables.ts';
import { type InstallationMode, installation } from '../tables.ts';

/**
 * Notes at the first start what a database is for, and tells every later start.
 *
 * @returns the mode of the database, which may differ from the one that is asked for
 */
export function claimInstallation(database: Database, mode: InstallationMode): Promise<InstallationMode> {
  return database.transaction({ kind: 'system' }, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('installation'))`);
    const [found] = await tx.select({ mode: installation.mode }).from(installation);
    if (found !== undefined) return found.mode;
    const claimed = (await modeOfContents(tx)) ?? mode;
    // The machine's time: the movable clock of the demo does not run yet.
    await tx.insert(installation).values({ mode: claimed, createdAt: Temporal.Now.instant() });
    return claimed;
  });
}

/** The mode of a database that is older than the table `installation`; undefined for an empty one. */
async function modeOfContents(tx: Tx): Promise<InstallationMode | undefined> {
  const accounts = await tx.select({ id: account.id }).from(account).limit(1);
  if (accounts.length === 0) return undefined;
  const seeded = await tx
    .select({ id: auditRecord.id })
    .from(auditRecord)
    .where(eq(auditRecord.event, 'demo.accountsOpened'))
    .limit(1);
  return seeded.length > 0 ? 'demo' : 'real';
}
