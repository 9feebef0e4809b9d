import { entryOf, type Fields } from './json.ts';
import { rulesOf } from './onboarding-routes.ts';
import { PartnerError } from './partner-error.ts';
import { type Answer, type Call, created, ok, type Route } from './route.ts';
import type { AttestationRecord } from './state.ts';
import { optionalText, text, wireInstant } from './wire-json.ts';

/*
 * Attestations: how a customer's signatory accepts the Microsoft Customer Agreement since January 2026. The partner
 * announces the signatory, and the signatory accepts on Microsoft's page (`acceptance-page.ts`).
 *
 * Guess: the names of all fields except `country`, `language`, `signatoryFirstName` and `signatoryLastName`; the route
 * that reads an attestation, with its answer; the states `declined` and `expired`; the life of a link.
 */

const SOURCE = 'Confirm customer acceptance of Microsoft Customer Agreement';
const LINK_DAYS = 14;

export const attestationRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/attestations/enhanced',
    token: 'app',
    audit: { operation: 'create_attestation', resource: 'attestation' },
    source: SOURCE,
    handle: createAttestation,
  },
  {
    method: 'GET',
    path: '/v1/attestations/enhanced/:attestationId',
    token: 'app',
    source: SOURCE,
    handle: (call) => ok(resourceOf(requestedAttestation(call), call.now)),
  },
];

/** The state at an instant, as Microsoft spells it: without an answer, the link ends. */
export function attestationStatus(record: AttestationRecord, now: Temporal.Instant): string {
  const isOver = Temporal.Instant.compare(Temporal.Instant.from(record.expiresAt), now) <= 0;
  return record.status === 'Pending' && isOver ? 'expired' : record.status;
}

function createAttestation(call: Call): Answer {
  const body = call.body();
  const signatory = {
    firstName: personName(body, 'signatoryFirstName'),
    lastName: personName(body, 'signatoryLastName'),
    email: text(body, 'signatoryEmail'),
    phoneNumber: optionalText(body, 'signatoryPhoneNumber') ?? '',
  };
  if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(signatory.email)) throw new PartnerError(3000, ['signatoryEmail']);
  const country = text(body, 'country').toUpperCase();
  rulesOf(country);
  const record: AttestationRecord = {
    id: call.world.newGuid(),
    country,
    language: text(body, 'language'),
    companyName: text(body, 'companyName'),
    signatory,
    status: 'Pending',
    createdAt: wireInstant(call.now),
    expiresAt: wireInstant(call.now.add({ hours: LINK_DAYS * 24 })),
  };
  call.world.state.attestations[record.id] = record;
  return created(resourceOf(record, call.now));
}

function requestedAttestation(call: Call): AttestationRecord {
  const id = call.param('attestationId');
  const record = entryOf(call.world.state.attestations, id);
  if (record === undefined) throw new PartnerError(1000, [id]);
  return record;
}

/** Guess: of Microsoft's check of names, two of its refusals are known: a single letter, and signs without letters. */
function personName(body: Fields, name: string): string {
  const value = text(body, name);
  if ((value.match(/\p{L}/gu) ?? []).length < 2) throw new PartnerError(3000, [name]);
  return value;
}

function resourceOf(record: AttestationRecord, now: Temporal.Instant): Fields {
  const { id, country, language, companyName, signatory, createdAt, expiresAt, acceptedAt } = record;
  return {
    attestationId: id,
    status: attestationStatus(record, now),
    country,
    language,
    companyName,
    signatoryFirstName: signatory.firstName,
    signatoryLastName: signatory.lastName,
    signatoryEmail: signatory.email,
    createdDate: createdAt,
    expirationDate: expiresAt,
    ...(acceptedAt === undefined ? {} : { acceptedDate: acceptedAt }),
    attributes: { objectType: 'EnhancedAttestation' },
  };
}
