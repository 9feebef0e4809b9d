import { CLOUDS, type PartnerCenterClient } from '@licence-portal/partner-center';
import { hashOfSetting, type VendorConnection } from '#features/connections/connections.ts';
import type { Database } from '#platform/database.server.ts';
import type { Log } from '#platform/logging.server.ts';
import { explainMeaning } from '../explain-failure.ts';
import type { MicrosoftAccess } from '../microsoft-access.ts';
import { findCustomers } from './known-customers.ts';
import { readLimitUse } from './limit-use.ts';
import { eventReader, registerEvents, sendTestEvent } from './partner-events.ts';
import { personSignIn } from './person-sign-in.ts';
import { remedyOf } from './remedy.ts';
import { permissionTries } from './try-permission.ts';

/**
 * Refresh tokens end after 90 days without use.
 *
 * @source "Configurable token lifetimes in the Microsoft identity platform"
 */
const TOKEN_IDLE_DAYS = 90;

/** The connection to Partner Center, as the provider operates it. */
export function microsoftConnection(given: {
  access: MicrosoftAccess;
  database: Database;
  log: Log;
  newClient: () => PartnerCenterClient;
}): VendorConnection {
  const { access, database, log, newClient } = given;
  const signIn = personSignIn({ ...access, audience: CLOUDS.global.audiences.api, log });
  return {
    serviceName: 'Partner Center',
    settings: [
      { name: 'partnerTenant', value: access.partnerTenantId },
      { name: 'application', value: access.clientId },
      { name: 'apiAddress', value: access.apiUrl },
      { name: 'signInAddress', value: access.loginUrl },
    ],
    tokenIdleDays: TOKEN_IDLE_DAYS,
    settingHash: access.settingToken === undefined ? undefined : hashOfSetting(access.settingToken),
    explain: explainMeaning,
    remedyOf,
    tryPermission: permissionTries({ newClient, database }),
    beginSignIn: signIn.begin,
    finishSignIn: signIn.finish,
    readLimitUse: (tx) => readLimitUse(tx, access.partnerTenantId),
    findCustomers,
    registerEvents: ({ url, signal }) => registerEvents(newClient(), url, signal),
    sendTestEvent: (signal) => sendTestEvent(newClient(), signal),
    readEvent: eventReader(access.apiUrl),
  };
}
