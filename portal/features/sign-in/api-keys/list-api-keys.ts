import { count, desc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { InstantText, offsetOf, PageRequest, pageOf } from '#platform/wire.ts';
import { apiKey } from '../tables.ts';

/** The API keys of the caller, the newest first. */
export const listApiKeys = operation({
  name: 'signIn.listApiKeys',
  description: 'Lists the caller’s own API keys, the newest first, without the keys themselves.',
  kind: 'read',
  permission: 'signIn.self',
  input: PageRequest,
  output: pageOf(
    z.object({
      id: z.string().describe('Id of the key.'),
      name: z.string().describe('Name of the key.'),
      start: z.string().describe('First characters of the key, by which a person recognises it.'),
      createdAt: InstantText.describe('Time at which the key was created, UTC.'),
      expiresAt: InstantText.nullable().describe('Time at which the key stops working, UTC; null: never.'),
      lastUsedAt: InstantText.nullable().describe('Time of the last request with the key, UTC; null: none yet.'),
    }),
  ),
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
    return {
      items: rows.map((row) => ({
        id: row.id,
        name: row.name ?? '',
        start: row.start ?? '',
        createdAt: row.createdAt.toString(),
        expiresAt: row.expiresAt?.toString() ?? null,
        lastUsedAt: row.lastRequest?.toString() ?? null,
      })),
      total: all?.count ?? 0,
    };
  },
});
