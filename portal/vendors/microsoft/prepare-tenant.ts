import { PartnerCenterHttpError } from '@licence-portal/partner-center';
import { eq, inArray } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import { offer } from '#features/catalogue/catalogue.ts';
import type { StepContext, StepOutcome } from '#features/orders/orders.ts';
import {
  administratorPasswordPurpose,
  findCurrentRequest,
  getTenantRow,
  qualificationPath,
  segmentOpenedBy,
  type TenantRow,
  tenant,
} from '#features/tenants/tenants.ts';
import type { Id } from '#platform/ids.ts';
import { assert } from '#platform/refusal.ts';
import { waitForAgreement } from './await-agreement.ts';
import { newCustomerOf } from './customer-request.ts';
import { microsoftStep, noteOf, type Rejection } from './error-outcome.ts';
import { customerIdOf, tenantIdOf } from './order-tenant.ts';
import { inTenantTurn } from './tenant-turn.ts';

/*
 * Makes the customer's account at Microsoft ready to buy: the account itself, the Microsoft Customer Agreement that its
 * signatory has accepted, and the qualification that the order needs. Each part is stored as soon as Microsoft has
 * confirmed it, and is not sent again; a request without an answer is sent again with the same request id.
 */
export const prepareTenant = microsoftStep(
  async (context) => (await doneBefore(context)) ?? inTenantTurn(prepareInTurn)(context),
);

/**
 * A tenant that needs nothing more needs no turn: its orders go on side by side, and none waits for the turn of another
 * whose worker was killed.
 */
async function doneBefore(context: StepContext): Promise<StepOutcome | undefined> {
  const row = await context.inTransaction(({ tx }) => getTenantRow(tx, tenantIdOf(context)));
  const isPrepared =
    row.status === 'ready' &&
    row.microsoftCustomerId !== null &&
    row.agreementConfirmedAt !== null &&
    qualificationPath(row.qualification) === 'nothing';
  return isPrepared ? doneWith(row) : undefined;
}

function doneWith(row: TenantRow): StepOutcome {
  const customerId = customerIdOf(row);
  return { status: 'done', vendorReference: customerId, result: { customerId } };
}

async function prepareInTurn(context: StepContext, row: TenantRow): Promise<StepOutcome> {
  // Orders from before January 2026 have no step of their own for it.
  const waiting = await waitForAgreement(context, row);
  if (waiting !== undefined) return waiting;
  const made = row.microsoftCustomerId === null ? await makeCustomer(context, row) : row;
  if ('code' in made) return made;
  await makeAgreement(context, made);
  const vetting = await requestQualification(context, made);
  if (vetting !== undefined) return vetting;

  if (made.status !== 'ready') await update(context, made, { status: 'ready' });
  return doneWith(made);
}

async function makeCustomer(context: StepContext, row: TenantRow): Promise<TenantRow | Rejection> {
  const { services, order, signal } = context;
  if (row.kind === 'existing') return { status: 'failed', code: 'tenantNotReady', facts: {}, note: row.status };
  assert(row.creationRequestId !== null, 'a tenant that does not exist has the id of its creation');
  const locale = await context.inTransaction(async ({ tx }) => {
    const [found] = await tx.select({ locale: account.locale }).from(account).where(eq(account.id, order.accountId));
    return found?.locale ?? 'it';
  });
  try {
    const customer = await services.microsoft.client.customers.create(newCustomerOf(row, locale), {
      requestId: row.creationRequestId,
      signal,
    });
    const credentials = customer.userCredentials;
    return await update(context, row, {
      status: 'preparing',
      proof: 'createdByOrder',
      provenAt: context.clock.now(),
      microsoftCustomerId: customer.id as Id<'microsoftCustomer'>,
      microsoftTenantId: (customer.companyProfile.tenantId ?? customer.id) as Id<'microsoftTenant'>,
      ...(credentials !== undefined && {
        administratorUserName: wholeUserName(credentials.userName, row.domain),
        administratorPassword: services.secretBox.seal(credentials.password, administratorPasswordPurpose(row.id)),
      }),
    });
  } catch (error) {
    const isRefused = error instanceof PartnerCenterHttpError && error.category === 'fixInput';
    if (!isRefused) throw error;
    await update(context, row, { status: 'failed', creationRequestId: null });
    const code = error.data.includes('domain') ? 'domainTaken' : 'dataRefused';
    return { status: 'failed', code, facts: { domain: row.domain }, note: noteOf(error) };
  }
}

/** Makes the agreement that the signatory has accepted. */
async function makeAgreement(context: StepContext, row: TenantRow): Promise<void> {
  const fresh = await context.inTransaction(({ tx }) => getTenantRow(tx, row.id));
  if (fresh.agreementConfirmedAt !== null) return;
  const request = await context.inTransaction(({ tx }) => findCurrentRequest(tx, row.id));
  assert(request?.attestationId != null && request.acceptedAt !== null, 'the signatory has accepted');
  const { client } = context.services.microsoft;
  const { firstName, lastName, email, phone } = request.signatory;
  const { items } = await client.agreements.listTemplates({}, { signal: context.signal });
  const template = items.toSorted((a, b) => (b.versionRank ?? 0) - (a.versionRank ?? 0))[0];
  assert(template !== undefined, 'Microsoft has a Customer Agreement');
  try {
    await client.agreements.create(
      customerIdOf(row),
      {
        primaryContact: { firstName, lastName, email, ...(phone !== undefined && { phoneNumber: phone }) },
        templateId: template.templateId,
        dateAgreed: request.acceptedAt.toString(),
        type: template.agreementType,
        attestationId: request.attestationId,
      },
      { requestId: context.requestIdOf('agreement'), signal: context.signal },
    );
  } catch (error) {
    if (!(error instanceof PartnerCenterHttpError) || error.code !== AGREEMENT_EXISTS) throw error;
  }
  await update(context, row, { agreementConfirmedAt: context.clock.now() });
}

/**
 * Made before, for the same person.
 *
 * @source Partner Center, "Confirm customer acceptance of Microsoft Customer Agreement"
 */
const AGREEMENT_EXISTS = 600061;

/** Between two reads of a qualification that Microsoft is vetting. */
const VETTING_POLL_SECONDS = 10;

/** Requests the qualification; the order waits for it only when a line is of the segment that it opens. */
async function requestQualification(context: StepContext, row: TenantRow): Promise<StepOutcome | undefined> {
  if (qualificationPath(row.qualification) === 'nothing') return undefined;
  const { client } = context.services.microsoft;
  const customerId = customerIdOf(row);
  const known = await client.qualifications.list(customerId, { signal: context.signal });
  const requested =
    known.find(({ qualification }) => qualification === row.qualification) ?? (await request(context, row, customerId));
  const vetting = requested?.vettingStatus?.toLowerCase();
  if (vetting === 'approved' || !(await isNeeded(context, row))) return undefined;
  if (vetting === 'denied') {
    return { status: 'failed', code: 'qualificationDenied', facts: {}, note: requested?.vettingReason ?? 'Denied' };
  }
  return { status: 'wait', checkAgainAfterSeconds: VETTING_POLL_SECONDS, onWhom: 'vendor' };
}

function request({ services, requestIdOf, signal }: StepContext, row: TenantRow, customerId: string) {
  const { client } = services.microsoft;
  const { educationSegment, website, validationCode } = row.qualificationDetails;
  const options = { requestId: requestIdOf('qualification'), signal };
  switch (row.qualification) {
    case 'Education':
      assert(educationSegment !== undefined && website !== undefined, 'the input has segment and website');
      return client.qualifications.request(
        customerId,
        { qualification: row.qualification, educationSegment, website },
        options,
      );
    case 'GovernmentCommunityCloud':
      assert(validationCode !== undefined, 'the input has the code');
      return client.qualifications.request(customerId, { qualification: row.qualification, validationCode }, options);
    case 'StateOwnedEntity':
      return client.qualifications.request(customerId, { qualification: row.qualification }, options);
    case 'None':
    case 'Nonprofit':
      // The customer applies at Microsoft; the portal can only wait.
      return undefined;
  }
}

async function isNeeded({ order, inTransaction }: StepContext, row: TenantRow): Promise<boolean> {
  const segment = segmentOpenedBy(row.qualification);
  if (segment === undefined) return false;
  const offerIds = order.lines.flatMap(({ offerId }) => (offerId === null ? [] : [offerId]));
  const offers = await inTransaction(({ tx }) =>
    tx.select({ segment: offer.segment }).from(offer).where(inArray(offer.id, offerIds)),
  );
  return offers.some((found) => found.segment === segment);
}

async function update(
  { inTransaction, order, clock }: StepContext,
  row: TenantRow,
  values: Partial<typeof tenant.$inferInsert>,
): Promise<TenantRow> {
  return inTransaction(async ({ tx, audit }) => {
    const [written] = await tx
      .update(tenant)
      .set({ ...values, updatedAt: clock.now() })
      .where(eq(tenant.id, row.id))
      .returning();
    assert(written !== undefined, 'the tenant is there');
    await audit.record('tenants.prepared', {
      tenantId: row.id,
      orderId: order.id,
      changed: Object.keys(values).join(','),
    });
    return written;
  });
}

/** Microsoft returns the name with or without the domain. */
function wholeUserName(userName: string, domain: string): string {
  return userName.includes('@') ? userName : `${userName}@${domain}`;
}
