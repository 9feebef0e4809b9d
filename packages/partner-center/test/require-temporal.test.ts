import { expect, test, vi } from 'vitest';
import { createPartnerCenterClient, createWebhookVerifier } from '../src/partner-center.ts';

test('a Node without Temporal is told what to do', () => {
  vi.stubGlobal('Temporal', undefined);
  try {
    const credentials = { appOnly: { clientId: 'app', clientSecret: 'secret' } };
    const remedy = /needs the global Temporal: .* node --import temporal-polyfill\/global/;
    expect(() => createPartnerCenterClient({ partnerTenantId: 'partner.example', credentials })).toThrow(remedy);
    expect(() => createWebhookVerifier({ trustedRoots: [] })).toThrow(remedy);
  } finally {
    vi.unstubAllGlobals();
  }
});
