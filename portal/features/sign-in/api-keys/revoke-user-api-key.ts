import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { person, refuseMoreRights } from '#features/users/users.ts';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { apiKey } from '../tables.ts';

/** Revokes an API key of a person of the account, for those who manage its users. */
export const revokeUserApiKey = operation({
  name: 'signIn.revokeUserApiKey',
  description: 'Revokes an API key of a user of the account, which stops working at once.',
  kind: 'write',
  permission: 'users.manage',
  keyScope: 'never',
  input: z.object({ apiKeyId: idOf('apiKey').describe('Id of the key.') }),
  output: z.object({}),
  refusals: ['signIn.apiKey.notFound', 'users.moreRights'],
  async run(context, { apiKeyId }) {
    const { tx, audit, accountId } = context;
    const [found] = await tx
      .select({ name: apiKey.name, userId: person.id, roles: person.roles })
      .from(apiKey)
      .innerJoin(person, eq(person.id, apiKey.personId))
      .where(and(eq(apiKey.id, apiKeyId), eq(person.accountId, accountId)));
    if (found === undefined) throw new Refusal('signIn.apiKey.notFound');
    refuseMoreRights(context, found.roles);
    await tx.delete(apiKey).where(eq(apiKey.id, apiKeyId));
    await audit.record('signIn.apiKeyRevoked', { apiKeyId, name: found.name, userId: found.userId });
    return {};
  },
});
