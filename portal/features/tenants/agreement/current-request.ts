import { and, count, desc, eq, gt, inArray, ne } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import type { TenantRow } from '../get-tenant.ts';
import { type AgreementRequestRow, agreementRequest, tenant } from '../tables.ts';
import { isValidAcceptance, OPEN_REQUEST_STATUSES, type RequestStatus } from './rules.ts';

/** The newest request of a Microsoft account that was not withdrawn: the one that orders wait for. */
export async function findCurrentRequest(tx: Tx, tenantId: Id<'tenant'>): Promise<AgreementRequestRow | undefined> {
  const [row] = await tx
    .select()
    .from(agreementRequest)
    .where(and(eq(agreementRequest.tenantId, tenantId), ne(agreementRequest.status, 'withdrawn')))
    .orderBy(desc(agreementRequest.createdAt), desc(agreementRequest.id))
    .limit(1);
  return row;
}

/**
 * The request that an order waits for: the current one, or a new one when there is none or when Microsoft has refused
 * an order since it was accepted. Holds the account's row, so that two orders at once ask once.
 *
 * @returns undefined as long as nobody is named as signatory
 */
export async function getOrOpenRequest(
  context: OperationContext,
  tenantId: Id<'tenant'>,
): Promise<AgreementRequestRow | undefined> {
  const [row] = await context.tx.select().from(tenant).where(eq(tenant.id, tenantId)).for('no key update');
  assert(row !== undefined, 'the tenant is there');
  const current = await findCurrentRequest(context.tx, tenantId);
  const isOutdated =
    current !== undefined &&
    current.acceptedAt !== null &&
    !isValidAcceptance(current.acceptedAt, row.agreementRefusedAt);
  return current === undefined || isOutdated ? openRequest(context, row) : current;
}

/** Opens a request for the signatory who is named now; undefined when nobody is. */
export async function openRequest(
  { tx, clock, audit }: OperationContext,
  { id: tenantId, accountId, signatory }: TenantRow,
): Promise<AgreementRequestRow | undefined> {
  if (signatory === null) return undefined;
  const [row] = await tx
    .insert(agreementRequest)
    .values({ accountId, tenantId, status: 'new', signatory, createdAt: clock.now() })
    .returning();
  assert(row !== undefined, 'the request was not written');
  await audit.record('tenants.agreementRequested', { tenantId }, accountId);
  return row;
}

/**
 * Ends the request whose link may still be answered; an answer to it counts no more.
 *
 * @param statuses  with `accepted`: also one that was accepted, because it is about another company
 */
export async function withdrawRequests(
  tx: Tx,
  tenantId: Id<'tenant'>,
  statuses: readonly RequestStatus[] = OPEN_REQUEST_STATUSES,
): Promise<void> {
  await tx
    .update(agreementRequest)
    .set({ status: 'withdrawn' })
    .where(and(eq(agreementRequest.tenantId, tenantId), inArray(agreementRequest.status, [...statuses])));
}

export async function countRequestsSince(tx: Tx, tenantId: Id<'tenant'>, since: Temporal.Instant): Promise<number> {
  const [row] = await tx
    .select({ count: count() })
    .from(agreementRequest)
    .where(and(eq(agreementRequest.tenantId, tenantId), gt(agreementRequest.createdAt, since)));
  return row?.count ?? 0;
}
