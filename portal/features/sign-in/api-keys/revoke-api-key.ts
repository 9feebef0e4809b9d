import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { apiKey } from '../tables.ts';

/** Revokes an API key of the caller. */
export const revokeApiKey = operation({
  name: 'signIn.revokeApiKey',
  description: 'Revokes one of the caller’s own API keys, which stops working at once.',
  kind: 'write',
  permission: 'signIn.self',
  input: z.object({ apiKeyId: idOf('apiKey').describe('Id of the key.') }),
  output: z.object({}),
  refusals: ['signIn.apiKey.notFound'],
  async run({ tx, audit, personId }, { apiKeyId }) {
    const [revoked] = await tx
      .delete(apiKey)
      .where(and(eq(apiKey.id, apiKeyId), eq(apiKey.personId, personId)))
      .returning({ name: apiKey.name });
    if (revoked === undefined) throw new Refusal('signIn.apiKey.notFound');
    await audit.record('signIn.apiKeyRevoked', { apiKeyId, name: revoked.name });
    return {};
  },
});
