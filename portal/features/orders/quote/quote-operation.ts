import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Id } from '#platform/ids.ts';
import { type OperationContext, operation } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { type ChangeKind, type PlacedOrder, parseChange, type QuoteAnswer } from '../change-kind.ts';
import type { ChangeKindName, ChangesByKind } from '../changes.ts';
import { promiseOf } from '../rules.ts';
import { quote } from '../tables.ts';
import { QuoteView } from './quote-view.ts';

/** A quote that was stored and can be ordered by its id. */
export const StoredQuote = z.object({
  quoteId: z
    .string()
    .describe('Id of the quote, for `orders.placeOrder`. A quote of an impossible change cannot be ordered.'),
  view: QuoteView,
});

/**
 * Declares the operation that quotes one kind of change: it works out what the change costs, commits to and does if it
 * is ordered now, or why it is not possible and what is, and stores the quote so that it can be ordered.
 *
 * @param declared.changeOf  the change that the input describes
 */
export function quoteOperation<Name extends string, Kind extends ChangeKindName, Input extends z.ZodType>(
  declared: Readonly<{
    name: Name;
    description: string;
    kind: ChangeKind<Kind>;
    input: Input;
    changeOf(input: z.output<Input>): ChangesByKind[Kind];
  }>,
) {
  const { name, description, kind, input, changeOf } = declared;
  return operation({
    name,
    description,
    kind: 'write',
    permission: kind.permission,
    input,
    output: StoredQuote,
    refusals: kind.refusals,
    run: (context, typed) => quoteAndStore(context, kind, changeOf(typed)),
  });
}

/** Quotes a change of a kind and stores the quote. */
export async function quoteAndStore<Kind extends ChangeKindName>(
  context: OperationContext,
  kind: ChangeKind<Kind>,
  change: ChangesByKind[Kind],
): Promise<z.input<typeof StoredQuote>> {
  const answer = await kind.quote(context, change);
  return { quoteId: await storeQuote(context, { kind: kind.kind, change }, answer), view: answer.view };
}

/** Quotes a stored change again: a difference in the answer shows that something has moved. */
export function quoteAgain<Kind extends ChangeKindName>(
  context: OperationContext,
  stored: Readonly<{ kind: Kind; change: unknown }>,
  placed?: PlacedOrder,
): Promise<QuoteAnswer> {
  const change = parseChange(context.services, stored.kind, stored.change);
  return context.services.changeKinds[stored.kind].quote(context, change, placed);
}

export async function storeQuote(
  { tx, accountId, personId, clock, audit }: OperationContext,
  { kind, change }: Readonly<{ kind: ChangeKindName; change: unknown }>,
  { view }: QuoteAnswer,
): Promise<Id<'quote'>> {
  const [row] = await tx
    .insert(quote)
    .values({
      accountId,
      personId,
      kind,
      change,
      view,
      fingerprint: view.possible ? fingerprintOf(promiseOf(view)) : null,
      validUntil: view.possible ? Temporal.Instant.from(view.validUntil) : null,
      createdAt: clock.now(),
    })
    .returning({ id: quote.id });
  assert(row !== undefined, 'the quote was not stored');
  await audit.record('orders.quoted', { quoteId: row.id, kind, possible: view.possible });
  return row.id;
}

export function fingerprintOf(promise: string): string {
  return createHash('sha256').update(promise).digest('base64url');
}
