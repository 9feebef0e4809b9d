import pg from 'pg';
import { vi } from 'vitest';
import { isRefusal } from '#platform/refusal.ts';

export type SentStatement = Readonly<{ text: string; values: readonly unknown[] }>;

/** The reading statements that reach the driver during a call, which may be refused. */
export async function statementsOf(call: () => Promise<unknown>): Promise<SentStatement[]> {
  const query = vi.spyOn(pg.Client.prototype, 'query');
  try {
    await call().catch((error: unknown) => {
      if (!isRefusal(error)) throw error;
    });
    return query.mock.calls.flatMap((given) => {
      const [sent, values] = given as unknown[];
      if (typeof sent !== 'object' || sent === null || !('text' in sent) || typeof sent.text !== 'string') return [];
      if (!/^\s*(select|with)\b/i.test(sent.text)) return [];
      return [{ text: sent.text, values: Array.isArray(values) ? values : [] }];
    });
  } finally {
    query.mockRestore();
  }
}
