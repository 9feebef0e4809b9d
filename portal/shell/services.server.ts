import { createCatalogueSearch } from '#features/catalogue/catalogue.ts';
import { countAssignedTo, heldServices, listSeatHolders, renameService } from '#features/licences/licences.ts';
import { openOrdersGross, orderReferences, resumeWaitingOrders } from '#features/orders/orders.ts';
import { purchase } from '#features/purchasing/purchasing.ts';
import {
  createAuth,
  createPasswordHashing,
  createResolveCaller,
  credentials,
  type PasswordHashing,
  personalMails,
} from '#features/sign-in/sign-in.ts';
import { ownedSeats, subscriptionChangeKinds, touchedRenewals } from '#features/subscriptions/subscriptions.ts';
import { type TenantProofs, txtResolver } from '#features/tenants/tenants.ts';
import { addressMails } from '#features/users/users.ts';
import { type Clock, machineClock } from '#platform/clock.ts';
import type { Config } from '#platform/config.server.ts';
import type { Database } from '#platform/database.server.ts';
import type { Log } from '#platform/logging.server.ts';
import { keptInOutbox, smtpDelivery } from '#platform/mail.server.ts';
import { createMetrics, type Metrics } from '#platform/metrics.server.ts';
import type { Services } from '#platform/operation.server.ts';
import { retentionOf } from '#platform/retention.server.ts';
import { openSecretBox } from '#platform/secret-box.server.ts';
import { manual, manualCatalogue } from '#vendors/manual/manual.ts';
import { connectMicrosoft } from '#vendors/microsoft/connect.ts';
import { microsoftLicences } from '#vendors/microsoft/licence-vendor.ts';
import { microsoft, microsoftCatalogue } from '#vendors/microsoft/microsoft.ts';
import { microsoftSubscriptions } from '#vendors/microsoft/read-subscription.ts';
import { microsoftUpgrades } from '#vendors/microsoft/read-upgrades.ts';
import { checkSecret } from './check-secret.server.ts';
import { DEMO_AGREEMENT_PATH } from './demo-agreement.server.ts';
import { demoClock } from './demo-clock.server.ts';
import { readSecret } from './secret.server.ts';
import { translatorOf } from './translators.ts';

/** Supplies what the modules declared that they need. */
export async function buildServices(given: {
  config: Config;
  database: Database;
  clock: Clock;
  /** The machine's time; a test gives another. */
  machineClock?: Clock;
  /** A test gives one that costs nothing. */
  passwordHashing?: PasswordHashing;
  /** How DNS is asked; a test gives another. */
  resolveTxt?: TenantProofs['resolveTxt'];
  log: Log;
  simulatorUrl: string | undefined;
  /** Those of the process; without them they go nowhere. */
  metrics?: Metrics;
  /** Reads the movable clock again, after somebody moved it. */
  readClock: () => Promise<void>;
}): Promise<Services> {
  const { config, database, log, simulatorUrl, metrics = createMetrics() } = given;
  const secret = readSecret(config);
  const publicUrl = config.PUBLIC_URL.replace(/\/$/, '');
  const secretBox = openSecretBox(secret);
  await checkSecret(database, secretBox);
  const time = given.machineClock ?? machineClock;
  const microsoftCenter = connectMicrosoft({
    config,
    database,
    secretBox,
    machineClock: time,
    log,
    metrics,
    withCircuitBreaker: given.machineClock === undefined,
    simulatorUrl,
    demoAgreementUrl: `${publicUrl}${DEMO_AGREEMENT_PATH}`,
  });
  const { passwordHashing = createPasswordHashing() } = given;
  const auth = createAuth({ database, secret, publicUrl, brandName: config.BRAND_NAME, log, passwordHashing });
  const [it, en] = await Promise.all([translatorOf('it'), translatorOf('en')]);
  return {
    auth,
    passwordHashing,
    resolveCaller: createResolveCaller({
      database,
      auth,
      staffNeedsSecondFactor: config.REQUIRE_SECOND_FACTOR,
      machineClock: given.machineClock ?? machineClock,
      apiKeyRequestsPerMinute: config.API_KEY_REQUESTS_PER_MINUTE,
      sessionLifetime: Temporal.Duration.from({ minutes: Math.round(config.SESSION_HOURS * 60) }),
    }),
    credentials,
    heldServices,
    staffNeedsSecondFactor: config.REQUIRE_SECOND_FACTOR,
    machineClock: time,
    secretBox,
    retention: retentionOf(config),
    metrics,
    translators: { it: it.t, en: en.t },
    mailDelivery: config.SMTP_URL === undefined ? keptInOutbox : smtpDelivery(config.SMTP_URL),
    personalMails: { ...personalMails, ...addressMails },
    outboxShowsLinks: config.mode === 'demo' && config.SMTP_URL === undefined,
    mailFrom: config.MAIL_FROM,
    brand: {
      name: config.BRAND_NAME,
      accent: config.BRAND_ACCENT,
      supportEmail: { it: config.SUPPORT_EMAIL_IT, en: config.SUPPORT_EMAIL_EN },
    },
    publicUrl,
    microsoft: { client: microsoftCenter.client },
    vendorConnections: { microsoft: microsoftCenter.connection },
    tenantProof: {
      acceptsInvitation: config.TENANT_PROOF_BY_INVITATION,
      resolveTxt: given.resolveTxt ?? txtResolver(config.DNS_SERVERS?.split(',') ?? []),
    },
    vendors: { microsoft, manual },
    openOrdersGross,
    orderReferences,
    waitingOrders: { resume: resumeWaitingOrders },
    subscriptionReaders: { microsoft: microsoftSubscriptions },
    upgradeReaders: { microsoft: microsoftUpgrades },
    listSeatHolders,
    countAssignedTo,
    renameService,
    licenceVendors: { microsoft: microsoftLicences },
    catalogueVendors: { microsoft: microsoftCatalogue, manual: manualCatalogue },
    catalogueSearch: createCatalogueSearch(),
    ownedSeats,
    touchedRenewals,
    demoClock: simulatorUrl === undefined ? undefined : demoClock(simulatorUrl, given.readClock),
    changeKinds: { purchase, ...subscriptionChangeKinds },
  };
}
