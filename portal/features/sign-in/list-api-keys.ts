import { desc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { InstantText } from '#platform/wire.ts';
import { apiKey } from './tables.ts';

/** One's own keys, newest first. */
export const listApiKeys = operation({
  name: 'signIn.listApiKeys',
  kind: 'read',
  permission: 'signIn.self',
  input: z.object({}),
  output: z.object({
    apiKeys: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        /** The first characters, by which a person recognises it. */
        start: z.string(),
        createdAt: InstantText,
        expiresAt: InstantText.nullable(),
        lastUsedAt: InstantText.nullable(),
      }),
    ),
  }),
  async run({ tx, personId }) {
    const rows = await tx
      .select()
      .from(apiKey)
      .where(eq(apiKey.personId, personId))
      .orderBy(desc(apiKey.createdAt), desc(apiKey.id));
    return {
      apiKeys: rows.map((row) => ({
        id: row.id,
        name: row.name ?? '',
        start: row.start ?? '',
        createdAt: row.createdAt.toString(),
        expiresAt: row.expiresAt?.toString() ?? null,
        lastUsedAt: row.lastRequest?.toString() ?? null,
      })),
    };
  },
});
