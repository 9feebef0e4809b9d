import { z } from 'zod';
import type { CallOptions } from './call-options.ts';
import type { Known } from './read-answer.ts';
import { ROUTES } from './routes.ts';
import type { Transport } from './transport.ts';

/** @source Partner Center, "Agreement metadata resources" */
export const AgreementTemplate = z.looseObject({
  templateId: z.string(),
  agreementType: z.string(),
  agreementLink: z.string().optional(),
  versionRank: z.number().optional(),
});
export type AgreementTemplate = Known<z.output<typeof AgreementTemplate>>;

/** @source Partner Center, "Agreement document resources" */
export const AgreementDocument = z.looseObject({
  country: z.string().optional(),
  language: z.string().optional(),
  displayUri: z.string(),
  downloadUri: z.string(),
});
export type AgreementDocument = Known<z.output<typeof AgreementDocument>>;

/** The person of the customer who accepted. @source Partner Center, "Utility resources", Contact */
export const AgreementContact = z.looseObject({
  firstName: z.string(),
  lastName: z.string(),
  email: z.string(),
  phoneNumber: z.string().optional(),
});
export type AgreementContact = Known<z.output<typeof AgreementContact>>;

/** @source Partner Center, "Agreement resources" */
export const Agreement = z.looseObject({
  userId: z.string().optional(),
  primaryContact: AgreementContact.optional(),
  templateId: z.string().optional(),
  /** Date and time, in UTC where it has no offset. */
  dateAgreed: z.string(),
  type: z.string(),
  agreementLink: z.string().optional(),
});
export type Agreement = Known<z.output<typeof Agreement>>;

export type NewAgreement = Readonly<{
  primaryContact: Readonly<{ firstName: string; lastName: string; email: string; phoneNumber?: string }>;
  templateId: string;
  /** ISO 8601 in UTC; not in the future. */
  dateAgreed: string;
  type: string;
}>;
/** The agreement that a signatory has accepted at Microsoft. `attestations.ts` says what is known of it. */
export type NewAttestedAgreement = NewAgreement & Readonly<{ attestationId: string }>;

export const DirectSignedStatus = z.looseObject({ isSigned: z.boolean() });

const CUSTOMER_AGREEMENT = 'MicrosoftCustomerAgreement';

/** The Microsoft Customer Agreement: its text, and who accepted it for a customer. */
export function agreementCalls(transport: Transport) {
  return {
    listTemplates: (query: { agreementType?: string } = {}, options: CallOptions = {}) =>
      transport.list(
        ROUTES.listAgreementTemplates,
        { query: { agreementType: query.agreementType ?? CUSTOMER_AGREEMENT } },
        AgreementTemplate,
        options,
      ),
    /** @param query  language `it-IT`, country `IT` */
    getDocument: (templateId: string, query: { language: string; country: string }, options: CallOptions = {}) =>
      transport.read(ROUTES.getAgreementDocument, { path: { templateId }, query }, AgreementDocument, options),
    list: (customerId: string, query: { agreementType?: string } = {}, options: CallOptions = {}) =>
      transport.list(
        ROUTES.listAgreements,
        { path: { customerId }, query: { agreementType: query.agreementType ?? CUSTOMER_AGREEMENT } },
        Agreement,
        options,
      ),
    /**
     * Makes the agreement of a customer whose signatory has accepted at Microsoft. A second one for the same contact is
     * refused with code 600061, category `reRead`: it exists already.
     */
    create: (customerId: string, agreement: NewAttestedAgreement, options: CallOptions = {}) =>
      transport.read(ROUTES.createAgreement, { path: { customerId }, body: agreement }, Agreement, options),
    /**
     * Confirms to Microsoft who accepted, and when. Microsoft writes to that person. A second confirmation for the same
     * contact is refused with code 600061, category `reRead`: it exists already.
     *
     * @deprecated Microsoft retired the confirmation by partners on 5 January 2026. Use `attestations` and `create`.
     */
    confirm: (customerId: string, agreement: NewAgreement, options: CallOptions = {}) =>
      transport.read(ROUTES.confirmAgreement, { path: { customerId }, body: agreement }, Agreement, options),
    /** Has the customer signed with Microsoft itself, as in its admin centre? Then nothing else is needed. */
    async isDirectlySigned(customerId: string, options: CallOptions = {}): Promise<boolean> {
      const path = { customerId };
      return (await transport.read(ROUTES.getDirectSignedStatus, { path }, DirectSignedStatus, options)).isSigned;
    },
  };
}
