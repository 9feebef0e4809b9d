import { redirect } from 'react-router';
import type { z } from 'zod';
import { getQuote, placeOrder, type StoredQuote } from '#features/orders/orders.ts';
import type { Caller } from '#platform/caller.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { paths } from '#ui/paths.ts';
import { findChangeBlocker } from '../change/find-change-blocker.ts';
import { OrderedChange } from '../change/ordered-change.ts';

/** The quote that a page's address names (`?quote=…`), of this subscription; null before there is one. */
export async function readChangeQuote(caller: Caller, request: Request, subscriptionId: string) {
  const parameters = new URL(request.url).searchParams;
  const quoteId = parameters.get('quote');
  if (quoteId === null) return null;
  const quoted = await caller.call(getQuote, { quoteId });
  const change = OrderedChange.safeParse(quoted.change);
  // A quote of another change does not belong on this page.
  if (!change.success || change.data.subscriptionId !== subscriptionId) throw new Refusal('orders.quoteNotFound');
  return { quoteId, view: quoted.view, change: change.data, hasMoved: parameters.has('moved') };
}

/**
 * The reason why no change of this kind can be made now, for a page whose address was opened without a quote: the page
 * shows it at once.
 */
export async function readChangeBlocker(caller: Caller, subscriptionId: string, kind: 'seats' | 'renewal' | 'cancel') {
  return (await caller.call(findChangeBlocker, { subscriptionId, kind })).blocker;
}

/** Redirects to the page with the quote. Nothing is ordered. */
export async function showQuote(quoting: Promise<z.output<typeof StoredQuote>>, page: string) {
  const { quoteId } = await quoting;
  return redirect(withParameters(page, `quote=${quoteId}`));
}

/** The address of a page, which may have parameters already, with more of them. */
function withParameters(page: string, parameters: string): string {
  return `${page}${page.includes('?') ? '&' : '?'}${parameters}`;
}

/**
 * Places the order of the quote and redirects to it, or to the page that needs what was ordered; if the quote is out of
 * date, redirects to the new quote.
 */
export async function placeOrderAndRedirect(
  caller: Caller,
  form: FormData,
  page: string,
  backTo: string | null = null,
) {
  const placed = await caller.call(placeOrder, {
    quoteId: String(form.get('quoteId') ?? ''),
    paymentMethod: form.get('paymentMethod') === 'prepaidCredit' ? 'prepaidCredit' : 'onAccount',
    ownReference: String(form.get('ownReference') ?? ''),
  });
  if (placed.placed)
    return redirect(
      backTo === null ? paths.order(placed.orderId) : withParameters(backTo, `ordered=${placed.orderId}`),
    );
  return redirect(withParameters(page, `quote=${placed.newQuoteId}&moved=1`));
}
