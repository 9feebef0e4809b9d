import { createPartnerCenterClient, type PartnerCenterClient, type TokenStore } from '@licence-portal/partner-center';
import { DEMO_APPLICATION, DEMO_PARTNER_TENANT_ID, DEMO_REFRESH_TOKEN } from '@licence-portal/partner-center-simulator';
import { eq } from 'drizzle-orm';
import { type Config, ConfigError } from '#platform/config.server.ts';
import type { Database } from '#platform/database.server.ts';
import type { Log } from '#platform/logging.server.ts';
import { assert } from '#platform/refusal.ts';
import type { SecretBox } from '#platform/secret-box.server.ts';
import { vendorSecret } from '#platform/tables.ts';
import { createSharedLimiter } from './shared-limiter.ts';

type Given = Readonly<{
  config: Config;
  database: Database;
  secretBox: SecretBox;
  log: Log;
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
export function connectMicrosoft(given: Given): { client: PartnerCenterClient } {
  const { log } = given;
  const client = createPartnerCenterClient({
    ...addressesOf(given),
    timeoutMs: TIMEOUT_MS,
    maxAttempts: ATTEMPTS,
    limiter: createSharedLimiter({ database: given.database, log }),
    applicationName: 'licence-portal',
    hooks: {
      onResponse: ({ route, status, durationMs, correlationId }) =>
        log.debug({ route, status, durationMs: Math.round(durationMs), correlationId }, 'Partner Center answered'),
      onRetry: ({ route, attempt, afterMs, reason, code, correlationId }) =>
        log.warn(
          { route, attempt, afterMs, reason, code, correlationId },
          'the request to Partner Center is sent again',
        ),
    },
  });
  return { client };
}

function addressesOf(given: Given) {
  const { config, simulatorUrl } = given;
  if (config.mode === 'demo') {
    assert(simulatorUrl !== undefined, 'the demo has a simulator');
    return {
      partnerTenantId: DEMO_PARTNER_TENANT_ID,
      baseUrl: simulatorUrl,
      loginUrl: simulatorUrl,
      priceSheetUrl: simulatorUrl,
      acceptanceUrl: given.demoAgreementUrl,
      credentials: {
        appOnly: DEMO_APPLICATION,
        // The simulator accepts its first token for ever, so none needs to be stored.
        appUser: { ...DEMO_APPLICATION, tokenStore: { read: async () => DEMO_REFRESH_TOKEN, write: async () => {} } },
      },
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
    baseUrl: config.PARTNER_CENTER_URL,
    loginUrl: config.PARTNER_CENTER_LOGIN_URL,
    acceptanceUrl: config.PARTNER_CENTER_AGREEMENT_URL,
    credentials: {
      appOnly: { clientId, clientSecret },
      appUser: { clientId, clientSecret, tokenStore: storedToken(given) },
    },
  };
}

/**
 * The refresh token of the person who signed in for the portal. Partner Center returns a new one with each use; the
 * newest is in the database, sealed, and the setting is only the first.
 *
 * @source Partner Center, "Enable the Secure Application Model framework"
 */
function storedToken({ config, database, secretBox }: Given): TokenStore {
  const name = 'microsoft.refreshToken';
  return {
    async read() {
      const [row] = await database.transaction({ kind: 'system' }, (tx) =>
        tx.select().from(vendorSecret).where(eq(vendorSecret.name, name)),
      );
      if (row !== undefined) return secretBox.open(row.sealed, name);
      if (config.PARTNER_CENTER_REFRESH_TOKEN !== undefined) return config.PARTNER_CENTER_REFRESH_TOKEN;
      throw new ConfigError(
        'PARTNER_CENTER_REFRESH_TOKEN is missing: sign in once and set it. See docs/operations.md.',
      );
    },
    async write(refreshToken) {
      const values = { sealed: secretBox.seal(refreshToken, name), updatedAt: Temporal.Now.instant() };
      await database.transaction({ kind: 'system' }, (tx) =>
        tx
          .insert(vendorSecret)
          .values({ name, ...values })
          .onConflictDoUpdate({ target: vendorSecret.name, set: values }),
      );
    },
  };
}
