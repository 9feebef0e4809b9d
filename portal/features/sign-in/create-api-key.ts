import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { assert, Refusal } from '#platform/refusal.ts';
import { InstantText } from '#platform/wire.ts';
import { apiKey } from './tables.ts';

const KEYS_PER_PERSON = 20;
const SECONDS_PER_DAY = 86_400;

/** Makes a key for the REST API. It acts as its maker, with their role; it is shown in this answer and never again. */
export const createApiKey = operation({
  name: 'signIn.createApiKey',
  kind: 'write',
  permission: 'signIn.self',
  input: z.object({
    name: z.string().trim().min(1).max(60),
    /** Days until it stops working, machine time. */
    lifetimeDays: z.int().min(1).max(365).default(90),
  }),
  output: z.object({ key: z.string(), expiresAt: InstantText }),
  refusals: ['signIn.tooManyApiKeys'],
  async run({ tx, audit, services, personId }, { name, lifetimeDays }) {
    const held = await tx.select({ id: apiKey.id }).from(apiKey).where(eq(apiKey.personId, personId));
    if (held.length >= KEYS_PER_PERSON) throw new Refusal('signIn.tooManyApiKeys', { maximum: KEYS_PER_PERSON });
    const { betterAuth, within } = services.auth;
    const made = await within(tx, () =>
      betterAuth.api.createApiKey({ body: { name, userId: personId, expiresIn: lifetimeDays * SECONDS_PER_DAY } }),
    );
    await audit.record('signIn.apiKeyCreated', { apiKeyId: made.id, name });
    assert(made.expiresAt !== null, 'a key without an end was made');
    return { key: made.key, expiresAt: made.expiresAt.toISOString() };
  },
});
