import { redirect } from 'react-router';
import type { z } from 'zod';
import { getQuote, placeOrder, type StoredQuote } from '#features/orders/orders.ts';
import type { Caller } from '#platform/caller.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { paths } from '#ui/paths.ts';
import { findHindrance } from '../change/find-change-blocker.ts';
import { OrderedChange } from '../change/ordered-change.ts';

/** The quote that a page's address names (`?quote=…`), of this subscription; null before there is one. */
export async function readQuoted(caller: Caller, request: Request, subscriptionId: string) {
  const parameters = new URL(request.url).searchParams;
  const quoteId = parameters.get('quote');
  if (quoteId === null) return null;
  const quoted = await caller.call(getQuote, { quoteId });
  const change = OrderedChange.safeParse(quoted.change);
  // A quote of something else has no place on this page.
  if (!change.success || change.data.subscriptionId !== subscriptionId) throw new Refusal('orders.quoteNotFound');
  return { quoteId, view: quoted.view, change: change.data, hasMoved: parameters.has('moved') };
}

/**
 * Why no change of this kind can be made now, for a page whose address was opened without a quote: it says so at once instead of asking for
 * a preview that says no.
 */
export async function readHindrance(caller: Caller, subscriptionId: string, kind: 'seats' | 'renewal' | 'cancel') {
  return (await caller.call(findHindrance, { subscriptionId, kind })).hindrance;
}

/** Shows a quote on the page. Nothing is ordered. */
export async function showQuote(quoting: Promise<z.output<typeof StoredQuote>>, page: string) {
  const { quoteId } = await quoting;
  return redirect(`${page}?quote=${quoteId}`);
}

/** Orders what was shown and leads to the order; where something has moved since, shows the new quote instead. */
export async function placeAndFollow(caller: Caller, form: FormData, page: string) {
  const placed = await caller.call(placeOrder, {
    quoteId: String(form.get('quoteId') ?? ''),
    paymentMethod: form.get('paymentMethod') === 'prepaidCredit' ? 'prepaidCredit' : 'onAccount',
    ownReference: String(form.get('ownReference') ?? ''),
  });
  if (placed.placed) return redirect(paths.order(placed.orderId));
  return redirect(`${page}?quote=${placed.newQuoteId}&moved=1`);
}
