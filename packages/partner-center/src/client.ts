import { setTimeout as wait } from 'node:timers/promises';
import { agreementCalls } from './agreements.ts';
import { auditRecordCalls } from './audit-records.ts';
import { cartCalls } from './carts.ts';
import { catalogueCalls, customerCatalogueCalls } from './catalogue.ts';
import { customerCalls } from './customers.ts';
import { directoryRoleCalls } from './directory-roles.ts';
import { invoiceCalls } from './invoices.ts';
import { licenseCalls } from './licenses.ts';
import { orderCalls } from './orders.ts';
import { priceSheetCalls } from './price-sheets.ts';
import { promotionCalls } from './promotions.ts';
import { qualificationCalls } from './qualifications.ts';
import { serviceCostCalls } from './service-costs.ts';
import { subscriptionCalls } from './subscriptions.ts';
import { supportContactCalls } from './support-contacts.ts';
import { type Credentials, createAccessTokens } from './tokens.ts';
import { transitionCalls } from './transitions.ts';
import { userCalls } from './users.ts';
import { validationCalls } from './validations.ts';
import { webhookCalls } from './webhooks.ts';
import { createWire, type Hooks } from './wire.ts';

export type PartnerCenterClientOptions = Readonly<{
  partnerTenantId: string;
  credentials: Credentials;
  /** Default `https://api.partnercenter.microsoft.com`. */
  baseUrl?: string | undefined;
  /** Default `https://login.microsoftonline.com`. */
  loginUrl?: string | undefined;
  /** Where price sheets are. Default `https://api.partner.microsoft.com`. */
  priceSheetUrl?: string | undefined;
  fetch?: typeof globalThis.fetch | undefined;
  /** The machine's time, for the life of tokens and the dates of `Retry-After`. */
  now?: (() => Temporal.Instant) | undefined;
  /** Waits; rejects with the signal's reason when it aborts. */
  sleep?: ((ms: number, signal?: AbortSignal) => Promise<void>) | undefined;
  /** Limit of one attempt. Default 30,000. */
  timeoutMs?: number | undefined;
  /** Attempts of one call, the first included. Default 4. */
  maxAttempts?: number | undefined;
  /** Shown to Microsoft as the caller (`MS-PartnerCenter-Application`). */
  applicationName?: string | undefined;
  /** Language of descriptions in answers (`X-Locale`). Default `en-US`. */
  locale?: string | undefined;
  hooks?: Hooks | undefined;
}>;

export type PartnerCenterClient = ReturnType<typeof createPartnerCenterClient>;

/** A client of one partner tenant. Make one and keep it: it holds the access tokens. */
export function createPartnerCenterClient(options: PartnerCenterClientOptions) {
  const environment = {
    fetch: options.fetch ?? globalThis.fetch,
    now: options.now ?? (() => Temporal.Now.instant()),
    timeoutMs: options.timeoutMs ?? 30_000,
  };
  const { credentials, partnerTenantId } = options;
  const loginUrl = options.loginUrl ?? 'https://login.microsoftonline.com';
  const wire = createWire({
    ...environment,
    sleep: options.sleep ?? waitMs,
    hosts: {
      api: withoutSlash(options.baseUrl ?? 'https://api.partnercenter.microsoft.com'),
      sales: withoutSlash(options.priceSheetUrl ?? 'https://api.partner.microsoft.com'),
    },
    tokens: createAccessTokens({ ...environment, credentials, partnerTenantId, loginUrl: withoutSlash(loginUrl) }),
    appUserConfigured: credentials.appUser !== undefined,
    maxAttempts: options.maxAttempts ?? 4,
    locale: options.locale ?? 'en-US',
    applicationName: options.applicationName,
    hooks: options.hooks ?? {},
  });

  return {
    catalogue: catalogueCalls(wire),
    customerCatalogue: customerCatalogueCalls(wire),
    promotions: promotionCalls(wire),
    validations: validationCalls(wire),
    customers: customerCalls(wire),
    agreements: agreementCalls(wire),
    qualifications: qualificationCalls(wire),
    carts: cartCalls(wire),
    orders: orderCalls(wire),
    subscriptions: subscriptionCalls(wire),
    supportContacts: supportContactCalls(wire),
    transitions: transitionCalls(wire),
    users: userCalls(wire),
    licenses: licenseCalls(wire),
    directoryRoles: directoryRoleCalls(wire),
    invoices: invoiceCalls(wire),
    serviceCosts: serviceCostCalls(wire),
    auditRecords: auditRecordCalls(wire),
    webhooks: webhookCalls(wire),
    priceSheets: priceSheetCalls(wire),
  };
}

async function waitMs(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await wait(ms, undefined, { signal });
  } catch (error) {
    signal?.throwIfAborted(); // Node's own error would hide the caller's reason.
    throw error;
  }
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
