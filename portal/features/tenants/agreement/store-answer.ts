import { eq } from 'drizzle-orm';
import { notify } from '#features/notifications/notifications.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { paths } from '#ui/paths.ts';
import type { TenantRow } from '../get-tenant.ts';
import { type AgreementRequestRow, agreementRequest } from '../tables.ts';
import { acceptanceStoppedMail, type StopReason } from './acceptance-stopped.mail.ts';
import { isLinkOver, isOpenRequest, type RequestStatus } from './rules.ts';
import { sendLink } from './send-link.ts';

/** Stores that Microsoft has made a link, and sends it to the signatory. An answer that comes twice changes nothing. */
export async function storeAnnounced(
  context: OperationContext,
  row: TenantRow,
  given: { requestId: AgreementRequestRow['id']; attestationId: string; linkExpiresAt: Temporal.Instant | null },
): Promise<AgreementRequestRow> {
  const { requestId, attestationId, linkExpiresAt } = given;
  const before = await lockRequest(context, requestId);
  if (before.status !== 'new') return before;
  const announced = await update(context, requestId, { status: 'pending', attestationId, linkExpiresAt });
  await sendLink(context, row, announced);
  return announced;
}

/** Microsoft does not take the data of the signatory. */
export async function storeRefusedData(
  context: OperationContext,
  row: TenantRow,
  { requestId, note }: { requestId: AgreementRequestRow['id']; note: string },
): Promise<void> {
  const before = await lockRequest(context, requestId);
  if (before.status !== 'new') return;
  const refused = await update(context, requestId, { status: 'refused', providerNote: note });
  await notifyStopped(context, row, 'refused', refused);
}

/** Stores the state that was read at Microsoft. A request that was withdrawn meanwhile stays so. */
export async function storeState(
  context: OperationContext,
  row: TenantRow,
  given: {
    requestId: AgreementRequestRow['id'];
    status: Exclude<RequestStatus, 'new' | 'refused' | 'withdrawn'>;
    acceptedAt: Temporal.Instant;
  },
): Promise<AgreementRequestRow> {
  const { requestId, status, acceptedAt } = given;
  const before = await lockRequest(context, requestId);
  if (!isOpenRequest(before)) return before;
  const isOver = status === 'pending' && isLinkOver(before, context.clock.now());
  const after = await update(context, requestId, {
    status: isOver ? 'expired' : status,
    readCount: before.readCount + 1,
    ...(status === 'accepted' && { acceptedAt }),
  });
  if (after.status === 'declined' || after.status === 'expired') {
    await notifyStopped(context, row, after.status, after);
  }
  if (after.status !== before.status) {
    const facts = { tenantId: row.id, status: after.status };
    await context.audit.record('tenants.acceptanceChanged', facts, row.accountId);
  }
  return after;
}

/** Tells the administrators that orders wait for them. */
export async function notifyStopped(
  context: OperationContext,
  row: TenantRow,
  reason: StopReason,
  request: AgreementRequestRow | undefined,
): Promise<void> {
  const name = request === undefined ? '' : `${request.signatory.firstName} ${request.signatory.lastName}`;
  const { domain, id: tenantId, accountId } = row;
  const { publicUrl } = context.services;
  await notify(context, {
    accountId,
    to: { with: 'tenants.manage' },
    kind: `tenants.${reason}`,
    facts: { name, domain },
    link: paths.agreement(tenantId),
    mail: (t) => acceptanceStoppedMail(t, { reason, name, domain, tenantId, publicUrl }),
  });
}

async function lockRequest({ tx }: OperationContext, id: AgreementRequestRow['id']): Promise<AgreementRequestRow> {
  const [row] = await tx.select().from(agreementRequest).where(eq(agreementRequest.id, id)).for('no key update');
  assert(row !== undefined, 'the request is there');
  return row;
}

async function update(
  { tx }: OperationContext,
  id: AgreementRequestRow['id'],
  values: Partial<typeof agreementRequest.$inferInsert>,
): Promise<AgreementRequestRow> {
  const [row] = await tx.update(agreementRequest).set(values).where(eq(agreementRequest.id, id)).returning();
  assert(row !== undefined, 'the request was written');
  return row;
}
