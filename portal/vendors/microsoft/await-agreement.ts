import {
  type Attestation,
  attestationStateOf,
  instantOf,
  type NewAttestation,
  PartnerCenterHttpError,
} from '@licence-portal/partner-center';
import { eq } from 'drizzle-orm';
import type { StepContext, StepOutcome } from '#features/orders/orders.ts';
import {
  type AgreementRequestRow,
  getOrOpenRequest,
  getTenantRow,
  hasValidAgreement,
  isOpenRequest,
  nextReadAfterSeconds,
  notifyStopped,
  type Signatory,
  signingCompany,
  storeAnnounced,
  storeRefusedData,
  storeState,
  type TenantRow,
  tenant,
} from '#features/tenants/tenants.ts';
import { microsoftStep, noteOf } from './error-outcome.ts';
import { tenantIdOf } from './order-tenant.ts';

/*
 * Waits until the customer's signatory has accepted the Microsoft Customer Agreement at Microsoft. Nobody can do it for
 * him, and nothing has been bought yet, so that the order can be cancelled meanwhile.
 *
 * The first order of a Microsoft account announces the signatory, and the link goes to him by mail; each further run
 * reads the state, less and less often. When the signatory has declined, when the link has expired, or when Microsoft
 * does not take the data, the order waits for the administrators: what they do resumes it (`waitingOrders`).
 */
export const awaitAgreement = microsoftStep(async (context) => {
  const row = await context.inTransaction(({ tx }) => getTenantRow(tx, tenantIdOf(context)));
  return (await waitForAgreement(context, row)) ?? { status: 'done' };
});

/** @returns undefined once there is an acceptance: the order can go on */
export async function waitForAgreement(context: StepContext, row: TenantRow): Promise<StepOutcome | undefined> {
  if (row.agreementConfirmedAt !== null || (await isAcceptedElsewhere(context, row))) return undefined;
  const request = await context.inTransaction((inside) => getOrOpenRequest(inside, row.id));
  if (request === undefined) return FOR_ADMINISTRATORS;
  const current =
    request.attestationId === null ? await announce(context, row, request) : await read(context, row, request);
  if (current.status === 'accepted') return undefined;
  return isOpenRequest(current) || current.status === 'withdrawn'
    ? { status: 'wait', checkAgainAfterSeconds: nextReadAfterSeconds(current.readCount), onWhom: 'customer' }
    : FOR_ADMINISTRATORS;
}

/**
 * Microsoft has refused an order for want of a valid acceptance. The signatory is asked anew: the order goes back to
 * the step that waits for it.
 */
export async function renewAgreement(context: StepContext): Promise<StepOutcome> {
  await context.inTransaction(async (inside) => {
    const row = await getTenantRow(inside.tx, tenantIdOf(context));
    const now = inside.clock.now();
    const values = { agreementConfirmedAt: null, agreementRefusedAt: now, updatedAt: now };
    await inside.tx.update(tenant).set(values).where(eq(tenant.id, row.id));
    await inside.audit.record('tenants.agreementNotValid', { tenantId: row.id, orderId: context.order.id });
    if (row.signatory === null) await notifyStopped(inside, row, 'renewal', undefined);
  });
  return { status: 'repeat', from: 'awaitAgreement' };
}

/** What administrators do resumes the order at once; an hour is for a signature that Microsoft has got otherwise. */
const FOR_ADMINISTRATORS: StepOutcome = { status: 'wait', checkAgainAfterSeconds: 3600, onWhom: 'customer' };

/** A customer of Microsoft may have accepted before, or in its admin centre. */
async function isAcceptedElsewhere({ services, clock, signal, inTransaction }: StepContext, row: TenantRow) {
  if (row.microsoftCustomerId === null) return false;
  const given = { customerId: row.microsoftCustomerId, refusedAt: row.agreementRefusedAt, now: clock.now() };
  if (!(await hasValidAgreement(services.microsoft.client, given, { signal }))) return false;
  await inTransaction(async ({ tx, audit }) => {
    await tx.update(tenant).set({ agreementConfirmedAt: given.now, updatedAt: given.now }).where(eq(tenant.id, row.id));
    await audit.record('tenants.agreementConfirmed', { tenantId: row.id });
  });
  return true;
}

/** Announces the signatory. Every attempt has the id of the request, so that nobody is announced twice. */
async function announce(
  context: StepContext,
  row: TenantRow,
  request: AgreementRequestRow,
): Promise<AgreementRequestRow> {
  const { services, signal, inTransaction } = context;
  if (!isOpenRequest(request)) return request;
  const company = await inTransaction(({ tx }) => signingCompany(tx, row));
  const requestId = request.id;
  try {
    const made = await services.microsoft.client.attestations.create(attestationOf(request.signatory, company), {
      requestId,
      signal,
    });
    const given = { requestId, attestationId: made.attestationId, linkExpiresAt: endOf(made) };
    return await inTransaction((inside) => storeAnnounced(inside, row, given));
  } catch (error) {
    if (!(error instanceof PartnerCenterHttpError) || error.category !== 'fixInput') throw error;
    await inTransaction((inside) => storeRefusedData(inside, row, { requestId, note: noteOf(error) }));
    return { ...request, status: 'refused' };
  }
}

async function read(context: StepContext, row: TenantRow, request: AgreementRequestRow): Promise<AgreementRequestRow> {
  const { services, signal, inTransaction, clock, log } = context;
  const { id: requestId, attestationId } = request;
  if (!isOpenRequest(request) || attestationId === null) return request;
  const attestation = await services.microsoft.client.attestations.get(attestationId, { signal }).catch(goneIsExpired);
  const state = attestationStateOf(attestation);
  if (state === 'unknown') log.warn({ state: attestation.status }, 'Microsoft has a new state of attestations');
  const status = state === 'unknown' ? 'pending' : state;
  const acceptedAt = attestation.acceptedDate === undefined ? clock.now() : instantOf(attestation.acceptedDate);
  return inTransaction((inside) => storeState(inside, row, { requestId, status, acceptedAt }));
}

/** An attestation that Microsoft does not find any more. */
function goneIsExpired(error: unknown): Pick<Attestation, 'status' | 'acceptedDate'> {
  if (error instanceof PartnerCenterHttpError && error.status === 404) return { status: 'expired' };
  throw error;
}

function attestationOf(signatory: Signatory, company: { name: string; country: string }): NewAttestation {
  return {
    country: company.country,
    language: signatory.locale === 'it' ? 'it-IT' : 'en-GB',
    companyName: company.name,
    signatoryFirstName: signatory.firstName,
    signatoryLastName: signatory.lastName,
    signatoryEmail: signatory.email,
    ...(signatory.phone !== undefined && { signatoryPhoneNumber: signatory.phone }),
  };
}

function endOf({ expirationDate }: Attestation): Temporal.Instant | null {
  return expirationDate === undefined ? null : instantOf(expirationDate);
}
