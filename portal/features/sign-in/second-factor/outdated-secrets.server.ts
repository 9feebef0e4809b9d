import { lt } from 'drizzle-orm';
import type { OperationContext } from '#platform/operation.server.ts';
import { verification } from '../tables.ts';

/** Deletes secrets of Better Auth whose time is over: anybody may begin a ceremony, and few end it. Machine time. */
export async function deleteOutdatedSecrets({ tx }: Pick<OperationContext, 'tx'>): Promise<void> {
  await tx.delete(verification).where(lt(verification.expiresAt, Temporal.Now.instant()));
}
