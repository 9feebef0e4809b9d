/** One way to buy an offer at a moment, with the customer's price; an offer; an offer by its vendor's ids. */
export {
  findOfferByVendorIds,
  getOffer,
  getOfferOption,
  HOME_MARKET,
  type Market,
  type Offer,
  type OfferOption,
} from './offer-option.ts';
/** What an order of a product asks for. */
export { OrderForm } from './order-form.ts';
/** Tables that other rooms join for titles. */
export { offer, product } from './tables.ts';
