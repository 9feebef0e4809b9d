import { getProduct } from './get-product.ts';
import { importPriceSheet } from './import/import-price-sheet.ts';
import { listPriceImports } from './import/list-price-imports.ts';
import { listPriceRules } from './prices/list-price-rules.ts';
import { removePriceRule } from './prices/remove-price-rule.ts';
import { setPriceRule } from './prices/set-price-rule.ts';
import { readSkuFacts } from './read-sku-facts.job.ts';
import { listCategories } from './search/list-categories.ts';
import { searchCatalogue } from './search/search-catalogue.ts';

/** A service of the manual vendor, for the demo; no page sells one yet. */
export { addManualOffer, type ManualOffer } from './add-manual-offer.ts';
/** The language that a vendor's descriptions are in. */
export { descriptionLanguage } from './description-language.ts';
/** For the command line, the demo and the provider's page. */
export { importPriceSheet, type PriceSheetReport } from './import/import-price-sheet.ts';
/** What an order of a product asks for, and what of it is not answered. */
export { AGREED, OrderForm, openQuestions } from './order-form.ts';
/** One way to buy an offer at a moment, with the customer's price; the prices of many; an offer; one by its vendor's ids, or by its trial; one as owned. */
export {
  asOwned,
  findOfferByVendorIds,
  findPaidOffers,
  getOffer,
  getOfferOption,
  HOME_MARKET,
  type Offer,
  type OfferOption,
  type PriceList,
  readPriceList,
} from './prices/offer-option.ts';
/** How a vendor's adapter tells what no price sheet says. */
export type { SkuFacts, SkuFactsReader } from './read-sku-facts.job.ts';
/** The search of the marketplace, for the measurements. */
export { type OwnedSeatsReader, searchCatalogue } from './search/search-catalogue.ts';
/** Tables that other modules join for titles. */
export { offer, product } from './tables.ts';

/** How prices are made, for the demo. */
export { setPriceRule };

export const catalogueOperations = [
  searchCatalogue,
  listCategories,
  getProduct,
  importPriceSheet,
  listPriceImports,
  listPriceRules,
  setPriceRule,
  removePriceRule,
];
export const catalogueJobs = [readSkuFacts];
