import { z } from 'zod';
import { KEY_SCOPES } from '#platform/key-scopes.ts';
import { InstantText } from '#platform/wire.ts';
import type { apiKey } from '../tables.ts';
import { scopesOf } from './key-scopes-column.ts';

/** A key as lists show it, without the key itself. */
export const ApiKeyRow = z.object({
  id: z.string().describe('Id of the key.'),
  name: z.string().describe('Name of the key.'),
  start: z.string().describe('First characters of the key, by which a person recognises it.'),
  scopes: z
    .array(z.enum(KEY_SCOPES))
    .describe('`read` for every read, `order` for purchases, changes and the company, `people` for users.'),
  createdAt: InstantText.describe('Time at which the key was created, UTC.'),
  expiresAt: InstantText.describe('Time at which the key stops working, UTC.'),
  lastUsedAt: InstantText.nullable().describe(
    'Time of the last request with the key, to a minute, UTC; null: none yet.',
  ),
});

export function apiKeyRowOf(row: typeof apiKey.$inferSelect): z.input<typeof ApiKeyRow> {
  return {
    id: row.id,
    name: row.name ?? '',
    start: row.start ?? '',
    scopes: scopesOf(row.permissions),
    createdAt: row.createdAt.toString(),
    expiresAt: row.expiresAt.toString(),
    lastUsedAt: row.lastRequest?.toString() ?? null,
  };
}
