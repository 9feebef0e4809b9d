import { redirect } from 'react-router';
import type { Caller } from '#platform/caller.server.ts';
import { paths } from '#ui/paths.ts';
import { getCart } from '../cart/get-cart.ts';

/** The cart of somebody on the way to the order; an empty one leads back to its own page. */
export async function checkoutCart(caller: Caller) {
  const cart = await caller.call(getCart, {});
  if (cart.lines.length === 0) throw redirect(paths.cart());
  return cart;
}
