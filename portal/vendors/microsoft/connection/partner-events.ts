import { rootCertificates } from 'node:tls';
import {
  createWebhookVerifier,
  type PartnerCenterClient,
  PartnerCenterError,
  PartnerCenterHttpError,
  WebhookSignatureError,
} from '@licence-portal/partner-center';
import {
  type CheckResult,
  EventRefused,
  type EventRegistration,
  PASSED,
  VendorCallFailed,
  type VendorConnection,
  type VendorEvent,
} from '#features/connections/connections.ts';
import { isMicrosofts } from '../microsoft-access.ts';

/**
 * The events that the portal uses. @source Partner Center, "Partner Center webhook events"
 */
const EVENTS = ['subscription-updated', 'reseller-relationship-accepted-by-customer', 'test-created'] as const;

/** Whether the partner is registered with the portal's address, for the events that it uses. */
export async function tryRegistration(
  client: PartnerCenterClient,
  eventsUrl: string,
  signal: AbortSignal,
): Promise<CheckResult> {
  const registered = await findRegistration(client, signal);
  if (registered === undefined) return notRegistered('noEvents', {});
  if (registered.url !== eventsUrl) return notRegistered('otherAddress', { url: registered.url });
  const missing = EVENTS.filter((event) => !registered.events.includes(event));
  return missing.length === 0 ? PASSED : notRegistered('someEvents', { missing: missing.join(', ') });
}

function notRegistered(
  name: 'noEvents' | 'otherAddress' | 'someEvents',
  facts: Readonly<Record<string, string>>,
): CheckResult {
  return { ...PASSED, outcome: 'failed', finding: { name, facts }, remedy: 'registerEvents' };
}

/** Registers the address, or changes the partner's registration; other events of the same address stay. */
export async function registerEvents(
  client: PartnerCenterClient,
  url: string,
  signal: AbortSignal,
): Promise<EventRegistration> {
  return translated(async () => {
    const existing = await findRegistration(client, signal);
    const others = existing?.url === url ? existing.events : [];
    const registration = { url, events: [...new Set([...EVENTS, ...others])] };
    const { register, updateRegistration } = client.webhooks;
    const registered = await (existing === undefined ? register : updateRegistration)(registration, { signal });
    return { url: registered.WebhookUrl, events: registered.WebhookEvents };
  });
}

export function sendTestEvent(client: PartnerCenterClient, signal: AbortSignal): Promise<void> {
  return translated(async () => {
    await client.webhooks.sendTest({ signal });
  });
}

/** The partner's registration; undefined where there is none, which Partner Center answers as "not found". */
async function findRegistration(
  client: PartnerCenterClient,
  signal: AbortSignal,
): Promise<EventRegistration | undefined> {
  try {
    const { WebhookUrl, WebhookEvents } = await client.webhooks.getRegistration({ signal });
    return { url: WebhookUrl, events: WebhookEvents };
  } catch (error) {
    if (error instanceof PartnerCenterHttpError && error.status === 404) return undefined;
    throw error;
  }
}

async function translated<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof PartnerCenterError)) throw error;
    const isAnswer = error instanceof PartnerCenterHttpError && error.category !== 'retry';
    const code = isAnswer ? String(error.signInCode ?? error.code ?? error.status) : null;
    throw new VendorCallFailed('Partner Center did not do as requested', code, error);
  }
}

/**
 * Verifies events. Microsoft's certificates end at the public roots that this runtime trusts. A simulator signs with a
 * root of its own, which is read from it: whoever set its address trusts its answers anyway.
 */
export function eventReader(apiUrl: string): VendorConnection['readEvent'] {
  const ofMicrosoft = isMicrosofts(apiUrl) ? createWebhookVerifier({ trustedRoots: rootCertificates }) : undefined;
  return async (body, headers) => {
    try {
      const verify = ofMicrosoft ?? (await simulatorVerifier(apiUrl));
      const { EventName, ResourceUri, ResourceChangeUtcDate } = await verify(body, headers);
      return {
        name: EventName,
        resource: ResourceUri,
        changedAt: ResourceChangeUtcDate,
        concerns: concernsOf(EventName, ResourceUri),
      };
    } catch (error) {
      if (error instanceof WebhookSignatureError) throw new EventRefused(error.reason, { cause: error });
      throw error;
    }
  };
}

/** Made anew for each event: a simulator has other certificates after each start. */
async function simulatorVerifier(apiUrl: string) {
  const { origin } = new URL(apiUrl);
  const response = await fetch(`${origin}/certificates/root.cer`, { signal: AbortSignal.timeout(5_000) });
  const root = new Uint8Array(await response.arrayBuffer());
  return createWebhookVerifier({ trustedRoots: [root], isAllowed: (address) => address.origin === origin });
}

/** What must be read again, from the address of the changed resource. */
function concernsOf(name: string, resource: string): VendorEvent['concerns'] {
  const [, vendorCustomerId, vendorSubscriptionId] =
    /\/customers\/([^/?]+)(?:\/subscriptions\/([^/?]+))?/i.exec(resource) ?? [];
  if (name === 'subscription-updated' && vendorSubscriptionId !== undefined)
    return { kind: 'subscription', vendorSubscriptionId };
  if (name === 'reseller-relationship-accepted-by-customer' && vendorCustomerId !== undefined)
    return { kind: 'customer', vendorCustomerId };
  return null;
}
