import { agreementCalls } from './agreements.ts';
import { attestationCalls } from './attestations.ts';
import { auditRecordCalls } from './audit-records.ts';
import { cartCalls } from './carts.ts';
import { catalogueCalls, customerCatalogueCalls } from './catalogue.ts';
import { CLOUDS, type Cloud, type CloudName } from './clouds.ts';
import { customerCalls } from './customers.ts';
import { directoryRoleCalls } from './directory-roles.ts';
import { directoryUserCalls } from './directory-users.ts';
import { invoiceCalls } from './invoices.ts';
import { licenseCalls } from './licenses.ts';
import { createLimiter, type Limiter } from './limiter.ts';
import { orderCalls } from './orders.ts';
import { priceSheetCalls } from './price-sheets.ts';
import { promotionCalls } from './promotions.ts';
import { qualificationCalls } from './qualifications.ts';
import type { Hooks } from './request-sender.ts';
import { requireTemporal } from './require-temporal.ts';
import { serviceCostCalls } from './service-costs.ts';
import type { Credentials } from './sign-in.ts';
import { subscriptionCalls } from './subscriptions.ts';
import { supportContactCalls } from './support-contacts.ts';
import { createAccessTokens } from './tokens.ts';
import { transitionCalls } from './transitions.ts';
import { createTransport } from './transport.ts';
import { unwrappedCalls } from './unwrapped-calls.ts';
import { userCalls } from './users.ts';
import { validationCalls } from './validations.ts';
import { waitMs } from './wait.ts';
import { webhookCalls } from './webhooks.ts';

export type PartnerCenterClientOptions = Readonly<{
  partnerTenantId: string;
  credentials: Credentials;
  /** Hosts, and audiences of the tokens. Default `global`; `china` is the cloud that 21Vianet operates. */
  cloud?: CloudName | undefined;
  /** Another host for the API than the cloud's; tokens stay those of the cloud. */
  baseUrl?: string | undefined;
  /** Another sign-in service than the cloud's. */
  loginUrl?: string | undefined;
  /** Another host for price sheets than the cloud's. */
  priceSheetUrl?: string | undefined;
  /** Another host for Microsoft Graph than the cloud's. */
  graphUrl?: string | undefined;
  /** Another page than Microsoft's on which signatories accept the Microsoft Customer Agreement. */
  acceptanceUrl?: string | undefined;
  fetch?: typeof globalThis.fetch | undefined;
  /** The machine's time, for the lifetime of tokens and the dates of `Retry-After`. */
  now?: (() => Temporal.Instant) | undefined;
  /** Milliseconds of a clock that is never set back, by which the limiter counts. Default `performance.now`. */
  monotonicNowMs?: (() => number) | undefined;
  /** Waits; rejects with the signal's reason when it aborts. */
  sleep?: ((ms: number, signal?: AbortSignal) => Promise<void>) | undefined;
  /** Time limit of one attempt, in milliseconds. Default 30,000. */
  timeoutMs?: number | undefined;
  /** Attempts for one call, including the first. Default 4. */
  maxAttempts?: number | undefined;
  /**
   * Requests a minute to customers and their resources, beyond which the client waits. Default 500, Microsoft's own
   * limit for customers, orders and subscriptions of a partner.
   *
   * @source Partner Center, "API throttling guidance"
   */
  requestsPerMinute?: number | undefined;
  /**
   * Requests under way at once, at most: so many to customers and their resources, and so many others. Further ones
   * wait, first come, first served; the wait is not part of `timeoutMs`. Default 20.
   */
  simultaneousRequestsMax?: number | undefined;
  /**
   * Replaces the limiter of `requestsPerMinute`, which counts for this client alone. The limit belongs to the partner:
   * several clients in one process share one limiter (`createLimiter`), several processes share one of yours that
   * counts for all of them. `Limiter` says what it must guarantee.
   */
  limiter?: Limiter | undefined;
  /** Sent to Microsoft as the name of the caller (`MS-PartnerCenter-Application`). */
  applicationName?: string | undefined;
  /** Language of descriptions in answers (`X-Locale`). Default `en-US`. */
  locale?: string | undefined;
  hooks?: Hooks | undefined;
}>;

const REQUESTS_PER_MINUTE = 500;
const SIMULTANEOUS_REQUESTS_MAX = 20;

export type PartnerCenterClient = ReturnType<typeof createPartnerCenterClient>;

/** A client of one partner tenant. Create one and keep it: it caches the access tokens. */
export function createPartnerCenterClient(options: PartnerCenterClientOptions) {
  requireTemporal();
  const environment = {
    fetch: options.fetch ?? globalThis.fetch,
    now: options.now ?? (() => Temporal.Now.instant()),
    timeoutMs: options.timeoutMs ?? 30_000,
  };
  const { credentials, partnerTenantId } = options;
  const cloud: Cloud = CLOUDS[options.cloud ?? 'global'];
  const loginUrl = withoutSlash(options.loginUrl ?? cloud.loginUrl);
  const sleep = options.sleep ?? waitMs;
  const transport = createTransport({
    ...environment,
    partnerTenantId,
    sleep,
    hosts: {
      api: withoutSlash(options.baseUrl ?? cloud.hosts.api),
      sales: withoutSlash(options.priceSheetUrl ?? cloud.hosts.sales),
      graph: withoutSlash(options.graphUrl ?? cloud.hosts.graph),
    },
    tokens: createAccessTokens({
      ...environment,
      credentials,
      partnerTenantId,
      loginUrl,
      audiences: cloud.audiences,
    }),
    limiter:
      options.limiter ??
      createLimiter(options.requestsPerMinute ?? REQUESTS_PER_MINUTE, {
        nowMs: options.monotonicNowMs ?? (() => performance.now()),
        sleep,
      }),
    simultaneousRequestsMax: options.simultaneousRequestsMax ?? SIMULTANEOUS_REQUESTS_MAX,
    maxAttempts: options.maxAttempts ?? 4,
    locale: options.locale ?? 'en-US',
    applicationName: options.applicationName,
    hooks: options.hooks ?? {},
  });

  return {
    catalogue: catalogueCalls(transport),
    customerCatalogue: customerCatalogueCalls(transport),
    promotions: promotionCalls(transport),
    validations: validationCalls(transport),
    customers: customerCalls(transport),
    agreements: agreementCalls(transport),
    attestations: attestationCalls(transport, options.acceptanceUrl ?? cloud.acceptanceUrl),
    qualifications: qualificationCalls(transport),
    carts: cartCalls(transport),
    orders: orderCalls(transport),
    subscriptions: subscriptionCalls(transport),
    supportContacts: supportContactCalls(transport),
    transitions: transitionCalls(transport),
    users: userCalls(transport),
    licenses: licenseCalls(transport),
    directoryRoles: directoryRoleCalls(transport),
    directoryUsers: directoryUserCalls(transport),
    invoices: invoiceCalls(transport),
    serviceCosts: serviceCostCalls(transport),
    auditRecords: auditRecordCalls(transport),
    webhooks: webhookCalls(transport),
    priceSheets: priceSheetCalls(transport),
    ...unwrappedCalls(transport),
  };
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
