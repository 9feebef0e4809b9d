/**
 * How an account has proven that a tenant is its own. `createdByOrder`: the portal made the tenant for it.
 * `beforeProofs`: linked by an earlier version, which asked for no proof; the provider reviews it.
 */
export const TENANT_PROOFS = [
  'createdByOrder',
  'linkedByProvider',
  'invitation',
  'dnsRecord',
  'mailCode',
  'beforeProofs',
] as const;
export type TenantProof = (typeof TENANT_PROOFS)[number];

/** Claims that an account may have open at a time. */
export const OPEN_CLAIMS_MAX = 10;

/** An invitation that is accepted later than this after the claim proves nothing: the claim is made again first. */
export const INVITATION_LIFETIME = Temporal.Duration.from({ hours: 72 });

export const RECORD_LIFETIME = Temporal.Duration.from({ hours: 30 * 24 });
export const MAIL_CODE_LIFETIME = Temporal.Duration.from({ hours: 24 });
export const MAIL_CODE_ATTEMPTS_MAX = 5;

/** Between two mails for one claim, so that nobody's mailbox is filled by claims. */
export const MAIL_PAUSE = Temporal.Duration.from({ minutes: 10 });
/** Mails that an account may cause, and records that it may look up, in 24 hours. */
export const MAILS_A_DAY_MAX = 5;
export const LOOKUPS_A_DAY_MAX = 100;

/** Until, exclusive: an instant after another. */
export function isOver(since: Temporal.Instant, lifetime: Temporal.Duration, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(now, since.add(lifetime)) >= 0;
}

/**
 * Does the accepted invitation prove the claim? Microsoft's invitation names no account of the portal, so it proves one
 * only when nobody else claims the tenant, the provider did not have the customer before, and it was accepted soon.
 */
export function provesByInvitation(claim: {
  wasCustomerBefore: boolean;
  isClaimedElsewhere: boolean;
  requestedAt: Temporal.Instant;
  now: Temporal.Instant;
}): boolean {
  if (claim.wasCustomerBefore || claim.isClaimedElsewhere) return false;
  return !isOver(claim.requestedAt, INVITATION_LIFETIME, claim.now);
}

/** Where the TXT record of a domain stands. */
export function recordNameOf(domain: string): string {
  return `_licence-portal.${domain}`;
}

export function recordValueOf(recordToken: string): string {
  return `licence-portal=${recordToken}`;
}

/**
 * A domain that people register, lower case, in its ASCII form (`xn--…`); undefined for other text. Domains that
 * Microsoft gives out (`contoso.onmicrosoft.com`) have no records of the customer.
 */
export function registeredDomainFrom(typed: string): string | undefined {
  const text = typed.trim().toLowerCase().replace(/\.$/, '');
  if (text.length > 200 || /[^\p{L}\p{N}.-]/u.test(text)) return undefined;
  const host = URL.parse(`https://${text}`)?.hostname ?? '';
  const isName = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/.test(host);
  return isName && !/(^|\.)(onmicrosoft|microsoftonline)\.com$/.test(host) ? host : undefined;
}

/** Letters and digits that people do not confuse when they read or spell them. */
const CODE_ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const CODE_LENGTH = 10;

/** The code of a mail, `ABCDE-23456`: 50 bits. @param bytes  random ones, at least ten */
export function mailCodeFrom(bytes: Uint8Array): string {
  const signs = [...bytes.slice(0, CODE_LENGTH)].map((byte) => CODE_ALPHABET[byte % CODE_ALPHABET.length]);
  return `${signs.slice(0, 5).join('')}-${signs.slice(5).join('')}`;
}

/** The code as people type it: any case, with blanks, with or without the hyphen. */
export function typedCodeFrom(typed: string): string {
  const signs = typed.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
  return `${signs.slice(0, 5)}-${signs.slice(5)}`;
}
