import type { CustomerRequest } from '../sync/reading.ts';

/** A product that a subscription can become within its term, as its vendor answers. */
export type UpgradeTargetReading = Readonly<{
  vendorProductId: string;
  vendorSkuId: string;
  title: string;
  /** The ways to move, by the vendor's name, each with its answer. */
  transitions: readonly Readonly<{ type: string; isEligible: boolean; description: string | null }>[];
  /** The customer's subscriptions of the product. */
  subscriptions: readonly Readonly<{
    vendorSubscriptionId: string;
    isEligible: boolean;
    description: string | null;
  }>[];
}>;

/** Reads what a subscription can become. Throws a `VendorFault` where the vendor gives no clear answer. */
export type UpgradeReader = (
  request: CustomerRequest & Readonly<{ vendorSubscriptionId: string }>,
) => Promise<readonly UpgradeTargetReading[]>;

/** The vendor moves the people's licences too. @source Partner Center, "Transition resources" */
export const WITH_LICENCES = 'transition_with_license_transfer';
export const WITHOUT_LICENCES = 'transition_only';

type ChosenTransition = Readonly<{
  type: typeof WITH_LICENCES | typeof WITHOUT_LICENCES;
  isEligible: boolean;
  description: string | undefined;
}>;

/**
 * The way in which seats move, with the vendor's answer. All seats take the people's licences along where the vendor
 * can; of some seats nobody knows whose licences the vendor would move, so an administrator gives them out.
 */
export function chooseTransition(
  target: UpgradeTargetReading,
  {
    movesAllSeats,
    intoVendorSubscriptionId,
  }: Readonly<{ movesAllSeats: boolean; intoVendorSubscriptionId?: string | undefined }>,
): ChosenTransition {
  const into =
    intoVendorSubscriptionId === undefined
      ? undefined
      : target.subscriptions.find(({ vendorSubscriptionId }) => vendorSubscriptionId === intoVendorSubscriptionId);
  if (intoVendorSubscriptionId !== undefined && !into?.isEligible) {
    return { type: WITHOUT_LICENCES, isEligible: false, description: into?.description ?? undefined };
  }
  const types = movesAllSeats ? [WITH_LICENCES, WITHOUT_LICENCES] : [WITHOUT_LICENCES];
  const answers = types.flatMap((type) => target.transitions.filter((one) => one.type === type));
  const chosen = answers.find(({ isEligible }) => isEligible) ?? answers[0];
  return {
    type: chosen?.type === WITH_LICENCES ? WITH_LICENCES : WITHOUT_LICENCES,
    isEligible: chosen?.isEligible ?? false,
    description: chosen?.description ?? undefined,
  };
}

/** The target of an offer among those of a reading; vendors spell ids in upper and in lower case. */
export function findTarget<Target extends Pick<UpgradeTargetReading, 'vendorProductId' | 'vendorSkuId'>>(
  targets: readonly Target[],
  offer: Readonly<{ vendorProductId: string; vendorSkuId: string }>,
): Target | undefined {
  const keyOf = (ids: Readonly<{ vendorProductId: string; vendorSkuId: string }>) =>
    `${ids.vendorProductId}:${ids.vendorSkuId}`.toUpperCase();
  return targets.find((target) => keyOf(target) === keyOf(offer));
}
