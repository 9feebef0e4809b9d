import type { Host } from './routes.ts';

/** The hosts of one of Microsoft's clouds, and the audiences of their tokens. */
export type Cloud = Readonly<{
  loginUrl: string;
  hosts: Readonly<Record<Host, string>>;
  /** A token for another audience is refused with 401, code 900420. */
  audiences: Readonly<Record<Host, string>>;
  /** The page on which a signatory accepts the Microsoft Customer Agreement. */
  acceptanceUrl: string;
}>;

export type CloudName = keyof typeof CLOUDS;

/**
 * The clouds that have a Partner Center. Microsoft's cloud for the government of the United States is sold through the
 * global one.
 *
 * @source Partner Center, "Partner Center authentication", "Get a price sheet"; "REST URLs" for the API of both clouds;
 *          Microsoft Graph, "National cloud deployments".
 *          Guess, all else of the cloud that 21Vianet operates: Microsoft names no host for its prices and no audience;
 *          the sign-in host is that of Microsoft's cloud in China, as open-source clients have it; attestations are
 *          for the global cloud only
 */
export const CLOUDS = {
  global: {
    loginUrl: 'https://login.microsoftonline.com',
    hosts: {
      api: 'https://api.partnercenter.microsoft.com',
      sales: 'https://api.partner.microsoft.com',
      graph: 'https://graph.microsoft.com',
    },
    audiences: {
      api: 'https://api.partnercenter.microsoft.com',
      sales: 'https://api.partner.microsoft.com',
      graph: 'https://graph.microsoft.com',
    },
    acceptanceUrl: 'https://cdn.partner.microsoft.com/mca/',
  },
  china: {
    loginUrl: 'https://login.partner.microsoftonline.cn',
    hosts: {
      api: 'https://partner.partnercenterapi.microsoftonline.cn',
      sales: 'https://partner.partnercenterapi.microsoftonline.cn',
      graph: 'https://microsoftgraph.chinacloudapi.cn',
    },
    audiences: {
      api: 'https://partner.partnercenterapi.microsoftonline.cn',
      sales: 'https://partner.partnercenterapi.microsoftonline.cn',
      graph: 'https://microsoftgraph.chinacloudapi.cn',
    },
    acceptanceUrl: 'https://cdn.partner.microsoft.com/mca/',
  },
} as const satisfies Record<string, Cloud>;
