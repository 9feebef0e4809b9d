import { lt } from 'drizzle-orm';
import { IDEMPOTENCY_KEY_LIFETIME } from './idempotency.server.ts';
import type { Pass } from './job.ts';
import { deleteRows } from './retention.server.ts';
import { idempotentCall } from './tables.ts';

/** Deletes stored answers of calls with an idempotency key once nobody may rely on them any more. */
export const forgetIdempotentCalls: Pass = {
  name: 'platform.forgetIdempotentCalls',
  everySeconds: 600,
  async run(pass) {
    const { createdAt } = idempotentCall;
    const before = pass.clock.now().subtract(IDEMPOTENCY_KEY_LIFETIME);
    await deleteRows(pass, createdAt, () => lt(createdAt, before));
  },
};
