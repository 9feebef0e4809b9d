import { createPartnerCenterClient, type PartnerCenterClientOptions } from '../src/partner-center.ts';
import { type Reply, type ScriptedServer, startScriptedServer } from './scripted-server.ts';

export const TOKEN_PATH = '/partner.example/oauth2/token';
export const customerId = '3f0c8f5e-6f2b-4b55-9a0b-2d7c7a1e4c10';

/** A client on a scripted server that accepts every sign-in. Waits take no time and are recorded. */
export async function startTestClient(options: Partial<PartnerCenterClientOptions> & { signIn?: Reply[] } = {}) {
  const { signIn, ...clientOptions } = options;
  const server = await startScriptedServer();
  server.reply('POST', `/${customerId}/oauth2/token`, ...(signIn ?? [tokenReply('customer-token-1')]));
  server.reply('POST', TOKEN_PATH, ...(signIn ?? [tokenReply('token-1')]));
  const waitsMs: number[] = [];
  const stored = ['refresh-1'];
  const client = createPartnerCenterClient({
    baseUrl: server.url,
    loginUrl: server.url,
    priceSheetUrl: server.url,
    graphUrl: server.url,
    partnerTenantId: 'partner.example',
    credentials: {
      appOnly: { clientId: 'app', clientSecret: 'app-secret' },
      appUser: { clientId: 'user-app', clientSecret: 'user-app-secret', tokenStore: memoryStore(stored) },
    },
    sleep: async (ms) => void waitsMs.push(ms),
    ...clientOptions,
  });
  return { client, server, waitsMs, stored };
}

/** An answer of the sign-in service. `expires_in` is a text, in seconds. */
export function tokenReply(accessToken: string, more: { expires_in?: string; refresh_token?: string } = {}): Reply {
  return { body: { token_type: 'Bearer', expires_in: '3600', access_token: accessToken, ...more } };
}

export function signInsOf(server: ScriptedServer): Record<string, string>[] {
  return server.receivedAt(TOKEN_PATH).map(({ text }) => Object.fromEntries(new URLSearchParams(text)));
}

/** Keeps all refresh tokens, the newest last. */
function memoryStore(stored: string[]) {
  return {
    read: async () => stored.at(-1) ?? '',
    write: async (refreshToken: string) => void stored.push(refreshToken),
  };
}
