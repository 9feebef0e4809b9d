import { addLine } from './cart/add-line.ts';
import { changeLine } from './cart/change-line.ts';
import { countLines } from './cart/count-lines.ts';
import { getCart } from './cart/get-cart.ts';
import { removeLine } from './cart/remove-line.ts';
import { choosePayment } from './checkout/choose-payment.ts';
import { chooseTenant } from './checkout/choose-tenant.ts';
import { placeCart } from './checkout/place-cart.ts';
import { quoteCart } from './checkout/quote-cart.ts';
import { quotePurchase } from './purchase/quote-purchase.ts';

/** How a purchase is quoted, for `Services.changeKinds`; its type, for `ChangesByKind`. */
export { purchase } from './purchase/purchase.ts';
export type { PurchaseChange } from './purchase/purchase-change.ts';
/** For the header and the demo's history. */
export { addLine, countLines, quotePurchase };

export const purchasingOperations = [
  addLine,
  changeLine,
  removeLine,
  countLines,
  getCart,
  chooseTenant,
  choosePayment,
  quotePurchase,
  quoteCart,
  placeCart,
];
