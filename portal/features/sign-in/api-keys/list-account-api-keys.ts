import { and, asc, count, desc, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { displayName, person } from '#features/users/users.ts';
import { operation } from '#platform/operation.server.ts';
import { offsetOf, PageRequest, pageOf } from '#platform/wire.ts';
import { apiKey } from '../tables.ts';
import { ApiKeyRow, apiKeyRowOf } from './api-key-output.ts';

/** The API keys of all people of the account, for its administrators. */
export const listAccountApiKeys = operation({
  name: 'signIn.listAccountApiKeys',
  description: 'Lists the API keys of all users of the account, by user, without the keys themselves.',
  kind: 'read',
  permission: 'users.read',
  keyScope: 'never',
  onBehalf: 'never',
  input: PageRequest,
  output: pageOf(
    ApiKeyRow.extend({
      userId: z.string().describe('Id of the user who made the key and whom it acts as.'),
      userName: z.string().describe('First and last name of that user.'),
    }),
  ),
  async run({ tx, accountId }, request) {
    const ofAccount = and(eq(person.accountId, accountId), isNull(person.removedAt));
    const rows = await tx
      .select({ key: apiKey, person })
      .from(apiKey)
      .innerJoin(person, eq(person.id, apiKey.personId))
      .where(ofAccount)
      .orderBy(asc(person.lastName), asc(person.firstName), desc(apiKey.createdAt), desc(apiKey.id))
      .limit(request.pageSize)
      .offset(offsetOf(request));
    const [all] = await tx
      .select({ count: count() })
      .from(apiKey)
      .innerJoin(person, eq(person.id, apiKey.personId))
      .where(ofAccount);
    return {
      items: rows.map((row) => ({
        ...apiKeyRowOf(row.key),
        userId: row.person.id,
        userName: displayName(row.person),
      })),
      total: all?.count ?? 0,
    };
  },
});
