import type { Clock } from '#platform/clock.ts';
import type { Config } from '#platform/config.server.ts';
import type { Database } from '#platform/database.server.ts';
import type { Log } from '#platform/logging.server.ts';
import { keptInOutbox, smtpDelivery } from '#platform/mail.server.ts';
import type { Services } from '#platform/operation.server.ts';

/** Supplies what the rooms declared that they need. */
export async function buildServices(given: {
  config: Config;
  database: Database;
  clock: Clock;
  log: Log;
  simulatorUrl: string | undefined;
  readClock: () => Promise<void>;
}): Promise<Services> {
  const { config } = given;
  return {
    mailDelivery: config.SMTP_URL === undefined ? keptInOutbox : smtpDelivery(config.SMTP_URL),
    mailFrom: config.MAIL_FROM,
    brand: {
      name: config.BRAND_NAME,
      accent: config.BRAND_ACCENT,
      supportEmail: { it: config.SUPPORT_EMAIL_IT, en: config.SUPPORT_EMAIL_EN },
    },
    publicUrl: config.PUBLIC_URL.replace(/\/$/, ''),
  };
}
