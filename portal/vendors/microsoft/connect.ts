import {
  createPartnerCenterClient,
  type Limiter,
  type PartnerCenterClient,
  type PartnerCenterClientOptions,
} from '@licence-portal/partner-center';
import { DEMO_APPLICATION, DEMO_PARTNER_TENANT_ID, DEMO_REFRESH_TOKEN } from '@licence-portal/partner-center-simulator';
import {
  outageRecorder,
  type StoredToken,
  storedTokenOf,
  type VendorConnection,
} from '#features/connections/connections.ts';
import type { Clock } from '#platform/clock.ts';
import type { Config } from '#platform/config.server.ts';
import type { Database } from '#platform/database.server.ts';
import type { Log } from '#platform/logging.server.ts';
import type { Metrics } from '#platform/metrics.server.ts';
import { assert } from '#platform/refusal.ts';
import type { SecretBox } from '#platform/secret-box.server.ts';
import { type CircuitBreaker, createCircuitBreaker } from './circuit-breaker.ts';
import { microsoftConnection } from './connection/microsoft-connection.ts';
import { isMicrosofts, type MicrosoftAccess } from './microsoft-access.ts';
import { createSharedLimiter } from './shared-limiter.ts';

type Given = Readonly<{
  config: Config;
  database: Database;
  secretBox: SecretBox;
  /** The machine's time: that of Microsoft's tokens. */
  machineClock: Clock;
  log: Log;
  metrics: Metrics;
  /** Where the machine's time does not pass by itself, in tests, a circuit would never close. */
  withCircuitBreaker: boolean;
  /** In the demo. */
  simulatorUrl: string | undefined;
  /** In the demo, where a browser finds the simulator's page for signatories. */
  demoAgreementUrl?: string;
}>;

/** One attempt of a call; with its retries a call stays below the time that a worker has a step. */
const TIMEOUT_MS = 20_000;
const ATTEMPTS = 3;

/**
 * Connects to Partner Center, or to the simulator in the demo: the same wire. Nothing is sent before the first call.
 */
export function connectMicrosoft(given: Given): { client: PartnerCenterClient; connection: VendorConnection } {
  const { database, secretBox, machineClock, log } = given;
  const access = accessOf(given);
  const storedToken = storedTokenOf({
    database,
    secretBox,
    vendor: 'microsoft',
    settingToken: access.settingToken,
    now: () => machineClock.now(),
    log,
  });
  const options = clientOptions(given, access, storedToken, undefined);
  const breaker = given.withCircuitBreaker ? circuitBreakerOf(given) : undefined;
  return {
    client: createPartnerCenterClient(clientOptions(given, access, storedToken, breaker)),
    connection: microsoftConnection({
      access,
      database,
      log,
      // Without the access tokens that the other client has: a permission is tried with new ones.
      newClient: () => createPartnerCenterClient({ ...options, maxAttempts: 1 }),
    }),
  };
}

function clientOptions(
  { config, database, log, metrics, demoAgreementUrl }: Given,
  access: MicrosoftAccess,
  storedToken: StoredToken,
  breaker: CircuitBreaker | undefined,
): PartnerCenterClientOptions {
  const { partnerTenantId, clientId, clientSecret, apiUrl, loginUrl, priceSheetUrl, graphUrl } = access;
  const credentials = { clientId, clientSecret };
  return {
    partnerTenantId,
    baseUrl: apiUrl,
    loginUrl,
    priceSheetUrl,
    graphUrl,
    acceptanceUrl: config.mode === 'demo' ? demoAgreementUrl : config.PARTNER_CENTER_AGREEMENT_URL,
    credentials: { appOnly: credentials, appUser: { ...credentials, tokenStore: storedToken } },
    timeoutMs: TIMEOUT_MS,
    maxAttempts: ATTEMPTS,
    ...guarded(measured(createSharedLimiter({ database, log }), metrics), breaker),
    applicationName: 'licence-portal',
    hooks: {
      onResponse: ({ route, status, durationMs, correlationId }) => {
        metrics.partnerCenterSeconds.observe({ route, status: String(status) }, durationMs / 1000);
        log.debug({ route, status, durationMs: Math.round(durationMs), correlationId }, 'Partner Center answered');
      },
      onRetry: ({ route, attempt, afterMs, reason, code, correlationId }) => {
        metrics.partnerCenterRetries.inc({ route, reason });
        log.warn(
          { route, attempt, afterMs, reason, code, correlationId },
          'the request to Partner Center is sent again',
        );
      },
      onUnreadableItem: ({ route, index, details, correlationId }) => {
        log.warn({ route, index, details, correlationId }, 'a row of an answer of Partner Center cannot be read');
      },
      onPersonRefused: async ({ route, code, messageKey, correlationId }) => {
        log.warn({ route, code, meaning: messageKey, correlationId }, 'Microsoft does not accept the sign-in');
        const isSecondFactorMissing = messageKey === 'multiFactorMissing';
        await storedToken
          .refuse({ meaning: messageKey, code: code === undefined ? undefined : String(code), isSecondFactorMissing })
          .catch((error: unknown) => log.error({ err: error }, 'the refusal of the sign-in was not stored'));
      },
    },
  };
}

function circuitBreakerOf({ database, machineClock, log, metrics }: Given): CircuitBreaker {
  const vendor = 'microsoft';
  const now = () => machineClock.now();
  const recordOutages = outageRecorder({ database, vendor, noticedBy: crypto.randomUUID(), now, log });
  return createCircuitBreaker({
    nowMs: () => now().epochMilliseconds,
    random: Math.random,
    onOpen: (open) => {
      recordOutages(open);
      const counts = { vendor: open.isVendorOpen ? 1 : 0, customers: open.customerIds.length };
      for (const [of, count] of Object.entries(counts)) metrics.openCircuits.set({ vendor, of }, count);
      if (counts.vendor + counts.customers === 0) log.info(counts, 'requests to Partner Center are sent again');
      else log.warn(counts, 'requests to Partner Center are held back where it does not answer');
    },
  });
}

const CUSTOMER_IN_ADDRESS = /\/v1\/customers\/([^/?]+)/i;

/** Asks the circuit breaker before a request waits for its permit, and reports what became of the request. */
function guarded(
  limiter: Limiter,
  breaker: CircuitBreaker | undefined,
): Pick<PartnerCenterClientOptions, 'limiter' | 'fetch'> {
  if (breaker === undefined) return { limiter };
  return {
    limiter: {
      async acquire(request, signal) {
        if (request.customerId !== undefined) breaker.check(request.customerId);
        await limiter.acquire(request, signal);
      },
    },
    fetch: async (input, init) => {
      const customerId = CUSTOMER_IN_ADDRESS.exec(String(input))?.[1]?.toLowerCase();
      // Microsoft's sign-in is another service: its answers say nothing about Partner Center.
      if (customerId === undefined) return fetch(input, init);
      try {
        const response = await fetch(input, init);
        breaker.record(customerId, response.status < 500);
        return response;
      } catch (error) {
        breaker.record(customerId, false);
        throw error;
      }
    },
  };
}

/** Measures how long requests wait for their turn. */
function measured(limiter: Limiter, { limiterSeconds }: Metrics): Limiter {
  return {
    async acquire(request, signal) {
      const end = limiterSeconds.startTimer();
      await limiter.acquire(request, signal);
      end();
    },
  };
}

function accessOf({ config, simulatorUrl }: Given): MicrosoftAccess {
  if (config.mode === 'demo') {
    assert(simulatorUrl !== undefined, 'the demo has a simulator');
    return {
      partnerTenantId: DEMO_PARTNER_TENANT_ID,
      ...DEMO_APPLICATION,
      apiUrl: simulatorUrl,
      loginUrl: simulatorUrl,
      priceSheetUrl: simulatorUrl,
      graphUrl: simulatorUrl,
      settingToken: DEMO_REFRESH_TOKEN,
    };
  }
  const {
    PARTNER_CENTER_TENANT_ID: partnerTenantId,
    PARTNER_CENTER_CLIENT_ID: clientId,
    PARTNER_CENTER_CLIENT_SECRET: clientSecret,
  } = config;
  assert(
    partnerTenantId !== undefined && clientId !== undefined && clientSecret !== undefined,
    'settings were checked',
  );
  return {
    partnerTenantId,
    clientId,
    clientSecret,
    apiUrl: config.PARTNER_CENTER_URL,
    loginUrl: config.PARTNER_CENTER_LOGIN_URL,
    // A simulator of one's own serves price sheets and the directories at its one address too.
    ...(isMicrosofts(config.PARTNER_CENTER_URL)
      ? { priceSheetUrl: undefined, graphUrl: undefined }
      : { priceSheetUrl: config.PARTNER_CENTER_URL, graphUrl: config.PARTNER_CENTER_URL }),
    settingToken: config.PARTNER_CENTER_REFRESH_TOKEN,
  };
}
