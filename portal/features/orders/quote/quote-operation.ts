import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Id } from '#platform/ids.ts';
import { type OperationContext, operation } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { Change, type ChangeKind, type ChangeKindName, type QuoteAnswer } from '../change.ts';
import { promiseOf } from '../rules.ts';
import { quote } from '../tables.ts';
import { QuoteView } from './quote-view.ts';

/** What a change would cost, commit to and do if it were ordered now; or why it cannot be, and what can. Stored, to be ordered. */
export const quoteChange = operation({
  name: 'orders.quote',
  kind: 'write',
  permission: 'orders.place',
  input: z.object({ change: Change }),
  output: z.object({ quoteId: z.string(), view: QuoteView }),
  refusals: ['subscriptions.notFound', 'tenants.notFound', 'orders.offerNotFound'],
  async run(context, { change }) {
    const answer = await answerChange(context, change);
    const quoteId = await storeQuote(context, change, answer);
    return { quoteId, view: answer.view };
  },
});

/** Asks the change's kind. Asked again later, it tells whether anything has moved. */
export function answerChange(context: OperationContext, change: Change): Promise<QuoteAnswer> {
  const kind = context.services.changeKinds[change.kind] as ChangeKind<ChangeKindName>;
  return kind.quote(context, change);
}

export async function storeQuote(
  { tx, accountId, personId, clock, audit }: OperationContext,
  change: Change,
  { view }: QuoteAnswer,
): Promise<Id<'quote'>> {
  const [row] = await tx
    .insert(quote)
    .values({
      accountId,
      personId,
      kind: change.kind,
      change,
      view,
      fingerprint: view.possible ? fingerprintOf(promiseOf(view)) : null,
      validUntil: view.possible ? Temporal.Instant.from(view.validUntil) : null,
      createdAt: clock.now(),
    })
    .returning({ id: quote.id });
  assert(row !== undefined, 'the quote was not stored');
  await audit.record('orders.quoted', { quoteId: row.id, kind: change.kind, possible: view.possible });
  return row.id;
}

export function fingerprintOf(promise: string): string {
  return createHash('sha256').update(promise).digest('base64url');
}
