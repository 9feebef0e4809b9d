import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { KEY_SCOPES } from '#platform/key-scopes.ts';
import { operation } from '#platform/operation.server.ts';
import { assert, Refusal } from '#platform/refusal.ts';
import { InstantText } from '#platform/wire.ts';
import { apiKey } from '../tables.ts';
import { storedScopes } from './key-scopes-column.ts';

const KEYS_PER_PERSON = 20;
const SECONDS_PER_DAY = 86_400;

/** Creates a key for the REST API. */
export const createApiKey = operation({
  name: 'signIn.createApiKey',
  description:
    'Creates a key for the REST API, sent as `Authorization: Bearer`. It acts as the caller, with the caller’s role and ' +
    'within its scopes. ' +
    'The key is in this answer only and cannot be read again.',
  kind: 'write',
  permission: 'signIn.self',
  input: z.object({
    name: z.string().trim().min(1).max(60).describe('Name of the key, 1 to 60 characters, such as its purpose.'),
    scopes: z
      .array(z.enum(KEY_SCOPES))
      .min(1, { message: 'input.scopesMissing' })
      .default(['read'])
      .describe(
        '`read` for every read, `order` for purchases, changes and the company, `people` for users and their licences.',
      ),
    lifetimeDays: z.int().min(1).max(365).default(90).describe('Days until the key expires, 1 to 365, machine time.'),
  }),
  output: z.object({
    key: z.string().describe('The key, a secret.'),
    expiresAt: InstantText.describe('Time at which the key stops working, UTC, machine time.'),
  }),
  refusals: ['signIn.tooManyApiKeys'],
  async run({ tx, audit, services, personId }, { name, scopes, lifetimeDays }) {
    const held = await tx.select({ id: apiKey.id }).from(apiKey).where(eq(apiKey.personId, personId));
    if (held.length >= KEYS_PER_PERSON) throw new Refusal('signIn.tooManyApiKeys', { maximum: KEYS_PER_PERSON });
    const { betterAuth, within } = services.auth;
    const created = await within(tx, () =>
      betterAuth.api.createApiKey({
        body: {
          name,
          userId: personId,
          expiresIn: lifetimeDays * SECONDS_PER_DAY,
          permissions: storedScopes(scopes),
        },
      }),
    );
    await audit.record('signIn.apiKeyCreated', { apiKeyId: created.id, name, scopes: scopes.join(' ') });
    assert(created.expiresAt !== null, 'a key without an end was created');
    return { key: created.key, expiresAt: created.expiresAt.toISOString() };
  },
});
