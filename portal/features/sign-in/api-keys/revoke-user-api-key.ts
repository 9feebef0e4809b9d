import { and, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { person } from '#features/users/users.ts';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { apiKey } from '../tables.ts';

/** Revokes an API key of any person of the account, for its administrators. */
export const revokeUserApiKey = operation({
  name: 'signIn.revokeUserApiKey',
  description: 'Revokes an API key of a user of the account, which stops working at once.',
  kind: 'write',
  permission: 'users.manage',
  keyScope: 'never',
  input: z.object({ apiKeyId: idOf('apiKey').describe('Id of the key.') }),
  output: z.object({}),
  refusals: ['signIn.apiKey.notFound'],
  async run({ tx, audit, accountId }, { apiKeyId }) {
    const people = tx.select({ id: person.id }).from(person).where(eq(person.accountId, accountId));
    const [revoked] = await tx
      .delete(apiKey)
      .where(and(eq(apiKey.id, apiKeyId), inArray(apiKey.personId, people)))
      .returning({ name: apiKey.name, personId: apiKey.personId });
    if (revoked === undefined) throw new Refusal('signIn.apiKey.notFound');
    await audit.record('signIn.apiKeyRevoked', { apiKeyId, name: revoked.name, userId: revoked.personId });
    return {};
  },
});
