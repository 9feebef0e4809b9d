import type { Locale } from '#platform/wire.ts';

/** The person who accepts the Microsoft Customer Agreement for the company, and reads mails in a language. */
export type Signatory = Readonly<{
  firstName: string;
  lastName: string;
  email: string;
  phone?: string | undefined;
  locale: Locale;
}>;

/**
 * `new`: Microsoft does not know it yet. `pending`, `unverified`, `accepted`, `declined`, `expired`: as Microsoft says.
 * `refused`: Microsoft does not take the signatory's data. `withdrawn`: another signatory was named.
 */
export type RequestStatus =
  | 'new'
  | 'pending'
  | 'unverified'
  | 'accepted'
  | 'declined'
  | 'expired'
  | 'refused'
  | 'withdrawn';

/** While a request is in one of these, its link may still be answered. */
export const OPEN_REQUEST_STATUSES = ['new', 'pending', 'unverified'] as const satisfies readonly RequestStatus[];

export function isOpenRequest({ status }: { status: RequestStatus }): boolean {
  return OPEN_REQUEST_STATUSES.some((open) => open === status);
}

/** The link of an open request has ended, whether Microsoft was asked since or not. */
export function isLinkOver(
  request: { status: RequestStatus; linkExpiresAt: Temporal.Instant | null },
  now: Temporal.Instant,
): boolean {
  const { linkExpiresAt } = request;
  return isOpenRequest(request) && linkExpiresAt !== null && Temporal.Instant.compare(linkExpiresAt, now) <= 0;
}

/**
 * Microsoft asks for a new acceptance in the place of one from before this day.
 *
 * @source Partner Center, "Confirm customer acceptance of Microsoft Customer Agreement" (2026)
 */
const RENEWED_BEFORE = Temporal.Instant.from('2023-04-01T00:00:00Z');

/**
 * Does an acceptance count for an order?
 *
 * @param refusedAt  when Microsoft last refused an order for want of a valid acceptance: what was accepted before then
 *   is what it refused
 */
export function isValidAcceptance(acceptedAt: Temporal.Instant, refusedAt: Temporal.Instant | null): boolean {
  if (Temporal.Instant.compare(acceptedAt, RENEWED_BEFORE) < 0) return false;
  return refusedAt === null || Temporal.Instant.compare(acceptedAt, refusedAt) > 0;
}

/**
 * Microsoft does not say when somebody signed with it directly. After a refusal the signature counts again from an hour
 * later, so that an order is tried again now and then, and not at once for ever.
 */
export function isDirectSignatureTried(refusedAt: Temporal.Instant | null, now: Temporal.Instant): boolean {
  return refusedAt === null || Temporal.Instant.compare(refusedAt.add({ hours: 1 }), now) <= 0;
}

/** At most a quarter of an hour between two reads. */
const READ_PAUSE_SECONDS_MAX = 900;

/**
 * Seconds until the state is read again: 5 at first, half a minute after seven reads, then longer and longer.
 *
 * @param readCount  reads since the link was sent, or since somebody last looked
 */
export function nextReadAfterSeconds(readCount: number): number {
  return Math.min(Math.round(5 + readCount ** 2 / 2), READ_PAUSE_SECONDS_MAX);
}

/** Between two mails to a signatory. */
export const RESEND_PAUSE = Temporal.Duration.from({ minutes: 1 });
/** Signatories of one Microsoft account in a day, so that nobody is sent mail without end. */
export const REQUESTS_A_DAY_MAX = 10;

/**
 * Does Microsoft take a first or last name? Guess: it is known to refuse a single letter, and signs without letters.
 */
export function isPersonName(text: string): boolean {
  return (text.match(/\p{L}/gu) ?? []).length >= 2;
}

/** Mail services for everybody: an address there says nothing about the company that uses it. */
const PUBLIC_MAIL_DOMAINS = new Set(
  [
    'gmail.com googlemail.com outlook.com outlook.it hotmail.com hotmail.it live.com live.it msn.com yahoo.com yahoo.it',
    'icloud.com me.com libero.it virgilio.it alice.it tim.it tiscali.it fastwebnet.it pec.it legalmail.it proton.me',
  ].flatMap((domains) => domains.split(' ')),
);

/**
 * The domains by which Microsoft recognises the partner, from the partner's own addresses.
 *
 * @param addresses  as in `MAIL_FROM`, with or without a name
 */
export function partnerDomainsOf(addresses: readonly string[]): ReadonlySet<string> {
  return new Set(addresses.map(mailDomainOf).filter((domain) => domain !== '' && !PUBLIC_MAIL_DOMAINS.has(domain)));
}

/**
 * Why Microsoft does not take an e-mail address of a customer's person; undefined for one that it takes.
 *
 * @param given.newDomain  of the tenant that is still to be made: nobody can receive mail there yet
 */
export function addressProblem(
  email: string,
  given: { newDomain: string | undefined; partnerDomains: ReadonlySet<string> },
): 'input.addressOfNewTenant' | 'input.addressOfPartner' | undefined {
  const domain = mailDomainOf(email);
  if (domain === given.newDomain) return 'input.addressOfNewTenant';
  const isPartners = [...given.partnerDomains].some((own) => domain === own || domain.endsWith(`.${own}`));
  return isPartners ? 'input.addressOfPartner' : undefined;
}

function mailDomainOf(address: string): string {
  return (/@([^@<>\s]+)>?\s*$/.exec(address)?.[1] ?? '').toLowerCase();
}
