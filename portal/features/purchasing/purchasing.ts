import { addLine } from './add-line.ts';
import { changeLine } from './change-line.ts';
import { choosePayment } from './choose-payment.ts';
import { chooseTenant } from './choose-tenant.ts';
import { countLines } from './count-lines.ts';
import { getCart } from './get-cart.ts';
import { placeCart } from './place-cart.ts';
import { quoteCart } from './quote-cart.ts';
import { removeLine } from './remove-line.ts';

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
