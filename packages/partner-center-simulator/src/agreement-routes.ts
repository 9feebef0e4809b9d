import { attestationStatus } from './attestation-routes.ts';
import { entryOf, type Fields } from './json.ts';
import { PartnerError } from './partner-error.ts';
import { type Answer, type Call, created, ok, type Route } from './route.ts';
import type { AttestationRecord, CustomerRecord } from './state.ts';
import { collection, fieldsOf, instantFrom, optionalText, text, wireInstant } from './wire-json.ts';

/**
 * The id of the template of the Microsoft Customer Agreement.
 *
 * @source Partner Center, "Get agreement metadata for Microsoft Customer Agreement"
 */
const TEMPLATE_ID = '117a77b0-9360-443b-8795-c6dedc750cf9';
const AGREEMENT_TYPE = 'MicrosoftCustomerAgreement';
const AGREEMENT_LINK = 'https://aka.ms/customeragreement';

/*
 * From this day on the partner cannot confirm by itself, and acceptances from before April 2023 must be renewed.
 *
 * @source Partner Center, "Confirm customer acceptance of Microsoft Customer Agreement" (2026)
 */
const ATTESTED_SINCE = Temporal.Instant.from('2026-01-05T00:00:00Z');
const RENEWED_BEFORE = Temporal.Instant.from('2023-04-01T00:00:00Z');

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
    handle: createAgreement,
  },
  {
    method: 'GET',
    path: '/v1/customers/:customerId/directSignedMicrosoftCustomerAgreementStatus',
    token: 'appUser',
    source: "Get customer's direct signing status for Microsoft Customer Agreement",
    handle: (call) => ok({ isSigned: call.customer().directSigned }),
  },
];

/** Whether this customer may buy: the agreement was accepted, through the partner or directly, and is still valid. */
export function hasAcceptedAgreement(customer: CustomerRecord, now: Temporal.Instant): boolean {
  return customer.directSigned || customer.agreements.some((agreement) => isValid(agreement, now));
}

function isValid({ dateAgreed }: Fields, now: Temporal.Instant): boolean {
  const agreedAt = instantFrom(String(dateAgreed));
  if (agreedAt === undefined) return false;
  return isBefore(now, ATTESTED_SINCE) || !isBefore(agreedAt, RENEWED_BEFORE);
}

function isBefore(instant: Temporal.Instant, other: Temporal.Instant): boolean {
  return Temporal.Instant.compare(instant, other) < 0;
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

/** With an attestation, the agreement that its signatory has accepted; without one, the partner's own confirmation. */
function createAgreement(call: Call): Answer {
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
  if (agreedAt === undefined || isBefore(call.now, agreedAt)) throw new PartnerError(3000, ['dateAgreed']);
  const attestation = acceptedAttestation(call, optionalText(body, 'attestationId'));
  if (attestation !== undefined && !sameContact(attestation.signatory, primaryContact)) {
    throw new PartnerError(3000, ['primaryContact']);
  }
  // One that must be renewed is replaced.
  record.agreements = record.agreements.filter((known) => isValid(known, call.now));
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

/**
 * Guess: the refusals. Microsoft's answer to the retired confirmation, and to an attestation that nobody has accepted
 * yet, are not documented.
 */
function acceptedAttestation(call: Call, id: string | undefined): AttestationRecord | undefined {
  if (id === undefined) {
    if (isBefore(call.now, ATTESTED_SINCE)) return undefined;
    throw new PartnerError(800002, ['attestationId']);
  }
  const attestation = entryOf(call.world.state.attestations, id.toLowerCase());
  if (attestation === undefined || attestationStatus(attestation, call.now) !== 'accepted') {
    throw new PartnerError(3000, ['attestationId']);
  }
  return attestation;
}

function sameContact(a: Fields, b: Fields): boolean {
  return ['firstName', 'lastName', 'email'].every(
    (name) => String(a[name]).toLowerCase() === String(b[name]).toLowerCase(),
  );
}
