import { count, desc, eq } from 'drizzle-orm';
import { operation } from '#platform/operation.server.ts';
import { offsetOf, PageRequest, pageOf } from '#platform/wire.ts';
import { apiKey } from '../tables.ts';
import { ApiKeyRow, apiKeyRowOf } from './api-key-output.ts';

/** The API keys of the caller, the newest first. */
export const listApiKeys = operation({
  name: 'signIn.listApiKeys',
  description: 'Lists the caller’s own API keys, the newest first, without the keys themselves.',
  kind: 'read',
  permission: 'signIn.self',
  input: PageRequest,
  output: pageOf(ApiKeyRow),
  async run({ tx, personId }, request) {
    const own = eq(apiKey.personId, personId);
    const rows = await tx
      .select()
      .from(apiKey)
      .where(own)
      .orderBy(desc(apiKey.createdAt), desc(apiKey.id))
      .limit(request.pageSize)
      .offset(offsetOf(request));
    const [all] = await tx.select({ count: count() }).from(apiKey).where(own);
    return { items: rows.map(apiKeyRowOf), total: all?.count ?? 0 };
  },
});
