import type { Tx } from '#platform/database.server.ts';
import type { AccountId } from '#platform/ids.ts';
import type { Locale } from '#platform/wire.ts';

/*
 * The connection of the portal to a vendor, as the provider operates it: what is configured, which permissions it has,
 * through whom it acts. A vendor implements it, the shell supplies it as `Services.vendorConnections`.
 */

/** The permissions that are tried, in the order of the page. */
export const CHECK_NAMES = ['application', 'person', 'priceLists', 'customerRoles', 'events'] as const;
export type CheckName = (typeof CHECK_NAMES)[number];

/** What the provider can do about a failure; its sentence is `connections.remedy.<remedy>`. */
export const REMEDIES = [
  'signInAgain',
  'grantConsent',
  'replaceSecret',
  'checkSettings',
  'grantRoles',
  'changePolicies',
  'registerEvents',
  'tryLater',
  'askSupport',
] as const;
export type Remedy = (typeof REMEDIES)[number];

/** What was found beside success or failure; its sentence is `connections.finding.<finding>`. */
export const FINDINGS = [
  'noAnswer',
  'noSignIn',
  'noCustomer',
  'rolesFound',
  'rolesMissing',
  'noEvents',
  'otherAddress',
  'someEvents',
] as const;
export type Finding = (typeof FINDINGS)[number];

/** The outcome of trying one permission. It is stored as it is. */
export type CheckResult = Readonly<{
  /** `notTried`: nothing to try it on. */
  outcome: 'passed' | 'failed' | 'notTried';
  /** Key of the vendor's own sentence on a refusal, for `explain`. */
  meaning: string | null;
  finding: Readonly<{ name: Finding; facts: Readonly<Record<string, string | number>> }> | null;
  remedy: Remedy | null;
  /** The vendor's code of a refusal, and the id to name to its support. */
  code: string | null;
  correlationId: string | null;
}>;

export const PASSED: CheckResult = {
  outcome: 'passed',
  meaning: null,
  finding: null,
  remedy: null,
  code: null,
  correlationId: null,
};

/** The settings that the page shows. */
export const SETTING_NAMES = ['partnerTenant', 'application', 'apiAddress', 'signInAddress'] as const;
export type SettingName = (typeof SETTING_NAMES)[number];

/** A sign-in that has begun. */
export type BegunSignIn = Readonly<{
  /** The vendor's page. */
  url: string;
  /** Identifies the answer. */
  state: string;
  /** What the answer is checked against; kept sealed. */
  secrets: string;
}>;

/** The reasons for which a sign-in is refused; the sentence of each is `refusal.connections.<reason>`. */
export const SIGN_IN_REFUSALS = [
  'declined',
  'secondFactorMissing',
  'otherTenant',
  'consentMissing',
  'secretRefused',
  'redirectUnknown',
  'signInRefused',
] as const;

/** The outcome of a sign-in. */
export type SignInAnswer =
  | Readonly<{ status: 'signedIn'; refreshToken: string; signedInAs: string | null; hasSecondFactor: boolean | null }>
  | Readonly<{
      status: 'refused';
      reason: (typeof SIGN_IN_REFUSALS)[number];
      code: string | null;
    }>;

/** The registration for events, as the vendor reports it. */
export type EventRegistration = Readonly<{ url: string; events: readonly string[] }>;

/** An event, translated. */
export type VendorEvent = Readonly<{
  name: string;
  resource: string;
  changedAt: string;
  /** What must be read again: a subscription, or all of a customer; null for all other events. */
  concerns:
    | Readonly<{ kind: 'subscription'; vendorSubscriptionId: string }>
    | Readonly<{ kind: 'customer'; vendorCustomerId: string }>
    | null;
}>;

/** Requests that were counted against the vendor's limit. */
export type LimitUse = Readonly<{
  perMinute: number;
  usedNow: number;
  /** The last hours, the newest first. */
  hours: readonly Readonly<{ startsAt: Temporal.Instant; requests: number; busiestMinute: number }>[];
}>;

export type KnownCustomer = Readonly<{ accountId: AccountId; name: string }>;

export type VendorConnection = Readonly<{
  /** Name of the vendor's service, as people know it. */
  serviceName: string;
  settings: readonly Readonly<{ name: SettingName; value: string }>[];
  /** A refresh token that is not used for so long ends. */
  tokenIdleDays: number;
  /** The hash of the refresh token among the settings (`hashOfSetting`), which is used until a person signs in. */
  settingHash: string | undefined;
  /** Tries one permission, with tokens of its own. No transaction may be open meanwhile. */
  tryPermission(name: CheckName, given: { eventsUrl: string; signal: AbortSignal }): Promise<CheckResult>;
  /** A sentence of the vendor's on a refusal. */
  explain(meaning: string): Readonly<Record<Locale, string>> | undefined;
  /** What the provider can do about a refusal of this meaning. */
  remedyOf(meaning: string): Remedy;
  beginSignIn(given: { redirectUri: string; signal: AbortSignal }): Promise<BegunSignIn>;
  /** @param given.answer  the address at which the browser came back, with its query */
  finishSignIn(given: { answer: URL; secrets: string; signal: AbortSignal }): Promise<SignInAnswer>;
  readLimitUse(tx: Tx): Promise<LimitUse>;
  /** The portal's customers with these ids at the vendor; those that it does not know are left out. */
  findCustomers(tx: Tx, vendorCustomerIds: readonly string[]): Promise<ReadonlyMap<string, KnownCustomer>>;
  /** Registers the portal's address for the events that it needs, or changes the registration. */
  registerEvents(given: { url: string; signal: AbortSignal }): Promise<EventRegistration>;
  /** Makes the vendor send a test event. */
  sendTestEvent(signal: AbortSignal): Promise<void>;
  /** @throws EventRefused when the request is not the vendor's */
  readEvent(body: Uint8Array, headers: Headers): Promise<VendorEvent>;
}>;

export type VendorConnections = Readonly<Record<string, VendorConnection>>;

/** The vendor refused a call, or gave no usable answer in time. */
export class VendorCallFailed extends Error {
  /** The vendor's code; null without an answer. */
  readonly code: string | null;

  constructor(message: string, code: string | null, cause: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** A request that claims to be an event and is not the vendor's. */
export class EventRefused extends Error {}
