import { eq } from 'drizzle-orm';
import { sendMail } from '#platform/mail.server.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import type { TenantRow } from '../get-tenant.ts';
import { type AgreementRequestRow, agreementRequest } from '../tables.ts';
import { acceptanceLinkMail } from './acceptance-link.mail.ts';
import { signingCompany } from './signing-company.ts';

/** Sends the link of a request to its signatory, in the signatory's language. */
export async function sendLink(context: OperationContext, row: TenantRow, request: AgreementRequestRow): Promise<void> {
  const { tx, services, clock } = context;
  const { signatory, attestationId, linkExpiresAt } = request;
  assert(attestationId !== null, 'Microsoft has answered the request');
  const { name, timeZone } = await signingCompany(tx, row);
  const content = acceptanceLinkMail(services.translators[signatory.locale], {
    signatory,
    companyName: name,
    brandName: services.brand.name,
    link: services.microsoft.client.attestations.acceptanceLink(attestationId),
    expiresOn: linkExpiresAt?.toZonedDateTimeISO(timeZone).toPlainDate().toString() ?? null,
  });
  const to = { accountId: row.accountId, personId: null, address: signatory.email, locale: signatory.locale };
  await sendMail(context, to, content);
  await tx
    .update(agreementRequest)
    .set({ sentAt: clock.now(), readCount: 0 })
    .where(eq(agreementRequest.id, request.id));
}
