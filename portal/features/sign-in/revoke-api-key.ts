import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { apiKey } from './tables.ts';

/** Ends a key of one's own, at once. */
export const revokeApiKey = operation({
  name: 'signIn.revokeApiKey',
  kind: 'write',
  permission: 'signIn.self',
  input: z.object({ apiKeyId: idOf('apiKey') }),
  output: z.object({}),
  refusals: ['signIn.apiKey.notFound'],
  async run({ tx, audit, personId }, { apiKeyId }) {
    const [ended] = await tx
      .delete(apiKey)
      .where(and(eq(apiKey.id, apiKeyId), eq(apiKey.personId, personId)))
      .returning({ name: apiKey.name });
    if (ended === undefined) throw new Refusal('signIn.apiKey.notFound');
    await audit.record('signIn.apiKeyRevoked', { apiKeyId, name: ended.name });
    return {};
  },
});
