import { CLOUDS } from '@licence-portal/partner-center';

/** The partner as the settings name it, and the addresses of Microsoft's services. */
export type MicrosoftAccess = Readonly<{
  partnerTenantId: string;
  clientId: string;
  clientSecret: string;
  apiUrl: string;
  loginUrl: string;
  /** Another host for price sheets than Microsoft's own. */
  priceSheetUrl: string | undefined;
  /** Another host for Microsoft Graph than Microsoft's own. */
  graphUrl: string | undefined;
  /** The refresh token among the settings, if any. */
  settingToken: string | undefined;
}>;

/** Whether an address is the API of one of Microsoft's clouds, not a simulator. */
export function isMicrosofts(apiUrl: string): boolean {
  const { host } = new URL(apiUrl);
  return Object.values(CLOUDS).some(({ hosts }) => new URL(hosts.api).host === host);
}
