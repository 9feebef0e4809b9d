import type { Fields, Json } from './json.ts';
import { PartnerError } from './partner-error.ts';

/**
 * Spells the names of received JSON as Microsoft documents them. Names are compared without case: Microsoft's own .NET
 * SDK sends PascalCase.
 */
export function withDocumentedNames(value: Json): Json {
  if (Array.isArray(value)) return value.map(withDocumentedNames);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [documentedName(name), withDocumentedNames(inner)]),
  );
}

/** The body as an object; anything else is invalid input. */
export function fieldsOf(value: Json | undefined, name = 'body'): Fields {
  if (value === undefined || value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new PartnerError(800002, [name]);
  }
  return value;
}

/** A text, `undefined` where it is absent, null or blank. */
export function optionalText(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw new PartnerError(3000, [name]);
  return value.trim() === '' ? undefined : value;
}

export function text(fields: Fields, name: string): string {
  const value = optionalText(fields, name);
  if (value === undefined) throw new PartnerError(3000, [name]);
  return value;
}

/** A whole number of 0 or more, `undefined` where it is absent or null. */
export function optionalCount(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw new PartnerError(800002, [name]);
  return value;
}

export function optionalFields(fields: Fields, name: string): Fields | undefined {
  const value = fields[name];
  return value === undefined || value === null ? undefined : fieldsOf(value, name);
}

export function list(fields: Fields, name: string): Json[] {
  const value = fields[name];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new PartnerError(800002, [name]);
  return value;
}

/**
 * Reads an instant as clients send it: ISO with or without a zone, with up to seven decimals, or a date only; or as
 * Microsoft's own SDK writes it in the United States, `11/25/2026 9:00:00 AM`. Without a zone it is UTC. `undefined` if
 * it is none of these.
 */
export function instantFrom(value: string): Temporal.Instant | undefined {
  return isoInstantFrom(isoOfUsDate(value.trim()) ?? value);
}

/** `2026-11-25T09:00:00` of `11/25/2026 9:00:00 AM`. */
function isoOfUsDate(value: string): string | undefined {
  const match = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: (\d{1,2}):(\d{2})(?::(\d{2}))?(?: (AM|PM))?)?$/i.exec(value);
  const [, month = '', day = '', year, hour = '0', minute = '00', second = '00', half] = match ?? [];
  if (year === undefined) return undefined;
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toUpperCase() === 'PM' ? 12 : 0);
  const two = (part: string) => part.padStart(2, '0');
  return `${year}-${two(month)}-${two(day)}T${two(String(hours))}:${minute}:${second}`;
}

function isoInstantFrom(value: string): Temporal.Instant | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/.exec(
    value.trim(),
  );
  const [, day, time = '00:00', zone = 'Z'] = match ?? [];
  if (day === undefined) return undefined;
  try {
    return Temporal.Instant.from(`${day}T${time}${zone}`);
  } catch (error) {
    if (error instanceof RangeError) return undefined; // 31 February
    throw error;
  }
}

/** Instants on the wire: UTC with milliseconds at most. */
export function wireInstant(instant: Temporal.Instant): string {
  return Temporal.Instant.fromEpochMilliseconds(instant.epochMilliseconds).toString();
}

/** A day on the wire, at its first moment (`commitmentEndDate`) or its last second (`commitmentEndDateTime`). */
export function wireDay(day: Temporal.PlainDate, moment: 'start' | 'end' = 'start'): string {
  return `${day.toString()}T${moment === 'start' ? '00:00:00' : '23:59:59'}Z`;
}

/** Whether an instant has come. A blank text never has. */
export function isDue(at: string, now: Temporal.Instant): boolean {
  return at !== '' && Temporal.Instant.compare(Temporal.Instant.from(at), now) <= 0;
}

export function textOr(value: Json | undefined, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

export function collection(items: Json[], selfUri: string): Fields {
  return {
    totalCount: items.length,
    items,
    links: { self: link(selfUri) },
    attributes: { objectType: 'Collection' },
  };
}

export function link(uri: string): Fields {
  return { uri, method: 'GET', headers: [] };
}

function documentedName(name: string): string {
  const known = DOCUMENTED_NAMES.get(name.toLowerCase());
  if (known !== undefined) return known;
  return name === name.toUpperCase() ? name.toLowerCase() : name.charAt(0).toLowerCase() + name.slice(1);
}

/** Names of several words: their spelling is lost if a client sends them in lower or upper case. */
const DOCUMENTED_NAMES = new Map(
  `accountEnabled addressLine1 addressLine2 agreementType attestationAccepted autoRenewEnabled availabilityId billingCycle
  billingProfile catalogItemId companyName companyProfile customTermEndDate dateAgreed defaultAddress displayName
  educationSegment effectiveDate enableGDAPByDefault excludedPlans firstName forceChangePassword friendlyName
  lastName lineItemNumber lineItems licensesToAssign licensesToRemove licenseWarnings organizationRegistrationNumber partnerId
  offerId partnerIdOnRecord PartnerOnRecordAttestationAccepted passwordProfile phoneNumber postalCode primaryContact
  productId promotionId provisioningContext relationshipToPartner renewsTo scheduleType scheduledType
  scheduledActions scheduledNextTermInstructions actionType skuId templateId termDuration usageLocation
  userPrincipalName validationCode termEndDate nextChargeInstructions webhookUrl webhookEvents fromCatalogItemId
  fromSubscriptionId toCatalogItemId toSubscriptionId transitionType transactionType parentSubscriptionId supportTenantId supportMpnId
  signatoryFirstName signatoryLastName signatoryEmail signatoryPhoneNumber attestationId`
    .split(/\s+/)
    .map((name) => [name.toLowerCase(), name.charAt(0).toLowerCase() + name.slice(1)]),
);
