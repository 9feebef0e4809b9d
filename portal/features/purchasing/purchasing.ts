import { addLine } from './cart/add-line.ts';
import { changeLine } from './cart/change-line.ts';
import { countLines } from './cart/count-lines.ts';
import { getCart } from './cart/get-cart.ts';
import { removeLine } from './cart/remove-line.ts';
import { choosePayment } from './checkout/choose-payment.ts';
import { chooseTenant } from './checkout/choose-tenant.ts';
import { placeCart } from './checkout/place-cart.ts';
import { quoteCart } from './checkout/quote-cart.ts';

/** For the product page. */
/** For the header. */
export { addLine, countLines };

export const purchasingOperations = [
  addLine,
  changeLine,
  removeLine,
  countLines,
  getCart,
  chooseTenant,
  choosePayment,
  quoteCart,
  placeCart,
];
