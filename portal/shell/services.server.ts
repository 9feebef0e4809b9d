import { openOrdersGross, resumeWaitingOrders } from '#features/orders/orders.ts';
import { purchase } from '#features/purchasing/purchasing.ts';
import { createAuth, createResolveCaller, credentials } from '#features/sign-in/sign-in.ts';
import { ownedSeats, subscriptionChangeKinds } from '#features/subscriptions/subscriptions.ts';
import { type Clock, machineClock } from '#platform/clock.ts';
import type { Config } from '#platform/config.server.ts';
import type { Database } from '#platform/database.server.ts';
import type { Log } from '#platform/logging.server.ts';
import { keptInOutbox, smtpDelivery } from '#platform/mail.server.ts';
import type { Services } from '#platform/operation.server.ts';
import { openSecretBox } from '#platform/secret-box.server.ts';
import { manual, manualCatalogue } from '#vendors/manual/manual.ts';
import { connectMicrosoft } from '#vendors/microsoft/connect.ts';
import { microsoft, microsoftCatalogue } from '#vendors/microsoft/microsoft.ts';
import { readMicrosoftSubscription } from '#vendors/microsoft/read-subscription.ts';
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
  log: Log;
  simulatorUrl: string | undefined;
  /** Reads the movable clock again, after somebody moved it. */
  readClock: () => Promise<void>;
}): Promise<Services> {
  const { config, database, log, simulatorUrl } = given;
  const secret = readSecret(config);
  const publicUrl = config.PUBLIC_URL.replace(/\/$/, '');
  const secretBox = openSecretBox(secret);
  const auth = createAuth({ database, secret, publicUrl, log });
  const [it, en] = await Promise.all([translatorOf('it'), translatorOf('en')]);
  return {
    auth,
    resolveCaller: createResolveCaller({
      database,
      auth,
      sessionLifetime: Temporal.Duration.from({ minutes: Math.round(config.SESSION_HOURS * 60) }),
    }),
    credentials,
    machineClock: given.machineClock ?? machineClock,
    secretBox,
    translators: { it: it.t, en: en.t },
    mailDelivery: config.SMTP_URL === undefined ? keptInOutbox : smtpDelivery(config.SMTP_URL),
    mailFrom: config.MAIL_FROM,
    brand: {
      name: config.BRAND_NAME,
      accent: config.BRAND_ACCENT,
      supportEmail: { it: config.SUPPORT_EMAIL_IT, en: config.SUPPORT_EMAIL_EN },
    },
    publicUrl,
    microsoft: connectMicrosoft({
      config,
      database,
      secretBox,
      log,
      simulatorUrl,
      demoAgreementUrl: `${publicUrl}${DEMO_AGREEMENT_PATH}`,
    }),
    vendors: { microsoft, manual },
    openOrdersGross,
    waitingOrders: { resume: resumeWaitingOrders },
    subscriptionReaders: { microsoft: readMicrosoftSubscription },
    catalogueVendors: { microsoft: microsoftCatalogue, manual: manualCatalogue },
    ownedSeats,
    demoClock: simulatorUrl === undefined ? undefined : demoClock(simulatorUrl, given.readClock),
    changeKinds: { purchase, ...subscriptionChangeKinds },
  };
}
