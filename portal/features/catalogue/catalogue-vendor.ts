import type { CancellationPolicy } from '@licence-portal/nce';
import type { Services } from '#platform/operation.server.ts';
import { assert, Refusal } from '#platform/refusal.ts';
import type { Locale } from '#platform/wire.ts';
import type { Offer } from './offers.ts';
import type { OrderForm } from './order-form.ts';

/** The catalogue's view of a vendor. Each vendor's folder implements it; the shell lists them by vendor id. */
export type CatalogueVendor = Readonly<{
  /** The language in which its descriptions are written, whatever that of the reader is. */
  descriptionLanguage: Locale;
  /** Its offers come from price sheets that the provider imports; those of other vendors are entered in the portal. */
  publishesPriceSheets: boolean;
  /** How long a purchase, a renewal or added licences of an offer can be taken back. */
  policyOf(offer: Pick<Offer, 'isTrial' | 'vendorProductId'>): CancellationPolicy;
  /** False: the windows open when the order has been fulfilled, which is not known at the purchase. */
  opensWindowsAtPurchase: boolean;
  /** Reads facts that no price sheet has. Without it the facts that were entered stay. */
  readSkuFacts?: SkuFactsReader;
}>;

/** A vendor's facts about an offer that no price sheet has. */
export type SkuFacts = Readonly<{
  vendorSkuId: string;
  seatCountMin: number;
  /** Null: no limit. */
  seatCountMax: number | null;
  isTrial: boolean;
  isAddOn: boolean;
  /** `ProductId:SkuId` each; one of them must be owned or bought too. */
  prerequisites: readonly string[];
  provisioningId: string | null;
  /** The questions that the vendor has answered with each order. */
  orderForm: OrderForm | null;
}>;

/**
 * Reads the offers of one product, in one segment and market (ISO 3166 alpha-2), from a vendor.
 *
 * @returns those that the vendor knows in this market; none for a product that it does not know
 * @throws VendorFault
 */
export type SkuFactsReader = (
  query: Readonly<{
    services: Services;
    vendorProductId: string;
    segment: string;
    market: string;
    signal: AbortSignal;
  }>,
) => Promise<readonly SkuFacts[]>;

export function catalogueVendorOf({ catalogueVendors }: Services, vendor: string): CatalogueVendor {
  const found = catalogueVendors[vendor];
  assert(found !== undefined, `vendor ${vendor} is known to the catalogue`);
  return found;
}

/**
 * The id of the vendor whose price sheets are meant: the given one, or the only one that publishes them.
 *
 * @throws Refusal `catalogue.vendorUnknown`
 */
export function priceSheetVendorOf({ catalogueVendors }: Services, vendor: string | undefined): string {
  const publishers = Object.keys(catalogueVendors).filter((id) => catalogueVendors[id]?.publishesPriceSheets === true);
  const [found, ...others] = vendor === undefined ? publishers : publishers.filter((id) => id === vendor);
  if (found === undefined || others.length > 0)
    throw new Refusal('catalogue.vendorUnknown', { vendors: publishers.join(', ') });
  return found;
}
