import { getFamilies } from './families/get-families.ts';
import { getProduct } from './get-product.ts';
import { decideHeldPrices } from './import/decide-held-prices.ts';
import { discardPriceImport } from './import/discard-price-import.ts';
import { getPriceHoldLimit } from './import/get-price-hold-limit.ts';
import { getPriceImport } from './import/get-price-import.ts';
import { importPriceSheet } from './import/import-price-sheet.ts';
import { listPriceChanges } from './import/list-price-changes.ts';
import { listPriceImports } from './import/list-price-imports.ts';
import { listTouchedRenewals } from './import/list-touched-renewals.ts';
import { publishPriceImport } from './import/publish-price-import.ts';
import { rollBackPriceImport } from './import/roll-back-price-import.ts';
import { setPriceHoldLimit } from './import/set-price-hold-limit.ts';
import { createOwnService } from './own-services/create-own-service.ts';
import { editOwnService } from './own-services/edit-own-service.ts';
import { getOwnService } from './own-services/get-own-service.ts';
import { listOwnServices } from './own-services/list-own-services.ts';
import { offerOwnService } from './own-services/offer-own-service.ts';
import { setOwnServicePrices } from './own-services/set-own-service-prices.ts';
import { withdrawOwnService } from './own-services/withdraw-own-service.ts';
import { listPriceRules } from './prices/list-price-rules.ts';
import { removePriceRule } from './prices/remove-price-rule.ts';
import { setPriceRule } from './prices/set-price-rule.ts';
import { readSkuFacts } from './read-sku-facts.job.ts';
import { listCategories } from './search/list-categories.ts';
import { searchCatalogue } from './search/search-catalogue.ts';

/** The catalogue's view of a vendor, which vendors implement and the shell lists by vendor id. */
export {
  type CatalogueVendor,
  catalogueVendorOf,
  type SkuFacts,
  type SkuFactsReader,
} from './catalogue-vendor.ts';
/** A plan of a product and one of its options with prices, as the product page shows them. */
export type { ShownOffer } from './get-product.ts';
/** Reads the renewals that an import changes; `subscriptions` implements it. */
export type { TouchedRenewalsReader } from './import/list-touched-renewals.ts';
/** The report of an import, for the command line. */
export type { PriceSheetReport } from './import/price-sheet-report.ts';
/** Offers by id, by the vendor's ids, and by the trial that becomes them; an offer as owned, for the rules. */
export {
  asOwned,
  findOfferByVendorIds,
  findOfferOfSameVendor,
  findPaidOffers,
  getOffer,
  type Offer,
} from './offers.ts';
/** Questions that an order of a product must answer, and those that are not answered. */
export { AGREED, OrderForm, openQuestions } from './order-form.ts';
/** A service of the manual vendor, for the demo. */
export { addManualOffer, type ManualOffer } from './own-services/add-manual-offer.ts';
/** A way to buy an offer, compared with the others; all that an account can choose from, by offer. */
export { ComparedOption } from './prices/compare-options.ts';
/** Customers' prices of listed ones, by the provider's rules. */
export { customerPricing } from './prices/customer-pricing.ts';
export { readOfferOptions } from './prices/offer-options.ts';
/** How the price of a month of the extended service term stands in the price list. */
export { EXTENDED_TERM } from './prices/plans.ts';
/** The customer's price of one option of an offer, or of many, for an account at a moment. */
export { getOfferOption, type OfferOption, type PriceList, readPriceList } from './prices/price-list.ts';
/** What the marketplace search keeps in the memory of a process. */
export { type CatalogueSearch, createCatalogueSearch } from './search/catalogue-search.ts';
/** Reads the seats that an account has, which the marketplace shows; `subscriptions` implements it. */
export type { OwnedSeatsReader } from './search/search-catalogue.ts';
/** Tables that other modules join: for titles, and for what an import changes. */
export { offer, priceChange, product } from './tables.ts';
/** For the product page. */
/** For the command line, the demo and the benchmarks. */
export { getProduct, importPriceSheet, searchCatalogue, setPriceRule };

export const catalogueOperations = [
  searchCatalogue,
  listCategories,
  getFamilies,
  getProduct,
  importPriceSheet,
  listPriceImports,
  getPriceImport,
  listPriceChanges,
  listTouchedRenewals,
  publishPriceImport,
  discardPriceImport,
  decideHeldPrices,
  rollBackPriceImport,
  getPriceHoldLimit,
  setPriceHoldLimit,
  listPriceRules,
  setPriceRule,
  removePriceRule,
  listOwnServices,
  getOwnService,
  createOwnService,
  editOwnService,
  setOwnServicePrices,
  withdrawOwnService,
  offerOwnService,
];
export const catalogueJobs = [readSkuFacts];
