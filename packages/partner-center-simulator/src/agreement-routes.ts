import type { Fields } from './json.ts';
import { PartnerError } from './partner-error.ts';
import { type Answer, type Call, created, ok, type Route } from './route.ts';
import type { CustomerRecord } from './state.ts';
import { collection, fieldsOf, instantFrom, optionalText, text, wireInstant } from './wire-json.ts';

/**
 * The id of the template of the Microsoft Customer Agreement.
 *
 * @source Partner Center, "Get agreement metadata for Microsoft Customer Agreement"
 */
const TEMPLATE_ID = '117a77b0-9360-443b-8795-c6dedc750cf9';
const AGREEMENT_TYPE = 'MicrosoftCustomerAgreement';
const AGREEMENT_LINK = 'https://aka.ms/customeragreement';

export const agreementRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/agreements',
    token: 'appUser',
    source: 'Get agreement metadata for Microsoft Customer Agreement',
    handle: agreementMetadata,
  },
  {
    method: 'GET',
    path: '/v1/agreementtemplates/:templateId/document',
    token: 'appUser',
    source: 'Get agreement template for Microsoft Customer Agreement',
    handle: templateDocument,
  },
  {
    method: 'GET',
    path: '/v1/customers/:customerId/agreements',
    token: 'appUser',
    source: 'Get confirmation of customer acceptance of Microsoft Customer Agreement',
    handle: listAgreements,
  },
  {
    method: 'POST',
    path: '/v1/customers/:customerId/agreements',
    token: 'appUser',
    audit: { operation: 'create_agreement', resource: 'agreement' },
    source: 'Confirm customer acceptance of Microsoft Customer Agreement',
    handle: confirmAgreement,
  },
  {
    method: 'GET',
    path: '/v1/customers/:customerId/directSignedMicrosoftCustomerAgreementStatus',
    token: 'appUser',
    source: "Get customer's direct signing status for Microsoft Customer Agreement",
    handle: (call) => ok({ isSigned: call.customer().directSigned }),
  },
];

/** Whether this customer may buy: the agreement was accepted, through the partner or directly. */
export function hasAcceptedAgreement(customer: CustomerRecord): boolean {
  return customer.directSigned || customer.agreements.length > 0;
}

function agreementMetadata(call: Call): Answer {
  const requested = call.query('agreementType');
  const item = {
    templateId: TEMPLATE_ID,
    agreementType: AGREEMENT_TYPE,
    agreementLink: AGREEMENT_LINK,
    versionRank: 0,
  };
  const isRequested =
    requested === undefined || requested === '*' || requested.toLowerCase() === AGREEMENT_TYPE.toLowerCase();
  return ok(collection(isRequested ? [item] : [], '/agreements'));
}

function templateDocument(call: Call): Answer {
  const templateId = call.param('templateId');
  if (templateId !== TEMPLATE_ID) throw new PartnerError(1000, [templateId]);
  const language = call.query('language') ?? 'en-US';
  const country = call.query('country') ?? 'US';
  return ok({
    language,
    country,
    displayUri: `${AGREEMENT_LINK}?language=${encodeURIComponent(language)}`,
    downloadUri: `${AGREEMENT_LINK}?language=${encodeURIComponent(language)}&download=true`,
    versionRank: 0,
    attributes: { objectType: 'AgreementDocument' },
  });
}

function listAgreements(call: Call): Answer {
  const { customer, agreements } = call.customer();
  return ok(collection(agreements, `/customers/${customer.id}/agreements`));
}

function confirmAgreement(call: Call): Answer {
  const record = call.customer();
  const body = call.body();
  const contact = fieldsOf(body.primaryContact, 'primaryContact');
  const primaryContact: Fields = {
    firstName: text(contact, 'firstName'),
    lastName: text(contact, 'lastName'),
    email: text(contact, 'email'),
    phoneNumber: optionalText(contact, 'phoneNumber') ?? '',
  };
  if (text(body, 'templateId').toLowerCase() !== TEMPLATE_ID) throw new PartnerError(3000, ['templateId']);
  if (text(body, 'type').toLowerCase() !== AGREEMENT_TYPE.toLowerCase()) throw new PartnerError(900126, ['type']);
  const agreedAt = instantFrom(text(body, 'dateAgreed'));
  if (agreedAt === undefined || Temporal.Instant.compare(agreedAt, call.now) > 0) {
    throw new PartnerError(3000, ['dateAgreed']);
  }
  if (record.agreements.some((known) => sameContact(fieldsOf(known.primaryContact), primaryContact))) {
    throw new PartnerError(600061);
  }
  const agreement: Fields = {
    userId: call.world.newGuid(),
    primaryContact,
    templateId: TEMPLATE_ID,
    dateAgreed: wireInstant(agreedAt),
    type: AGREEMENT_TYPE,
    agreementLink: AGREEMENT_LINK,
  };
  record.agreements.push(agreement);
  return created(agreement);
}

function sameContact(a: Fields, b: Fields): boolean {
  return ['firstName', 'lastName', 'email'].every(
    (name) => String(a[name]).toLowerCase() === String(b[name]).toLowerCase(),
  );
}
