/**
 * How long a purchase, a renewal or added seats can be taken back. A part that is left out is not possible. It predicts
 * the windows of a purchase that has not been made; after the purchase, the vendor's own dates decide.
 */
export type CancellationPolicy = Readonly<{
  /** A cancellation refunds everything paid for this long. */
  fullRefund?: Temporal.Duration | undefined;
  /** A cancellation refunds the remaining days for this long. */
  proratedRefund?: Temporal.Duration | undefined;
  /** Seats can be returned for their remaining days for this long after they were bought, renewed or added. */
  seatReduction?: Temporal.Duration | undefined;
}>;

/** `Full` refunds everything paid, `Partial` the remaining days. */
export type RefundOption = Readonly<{
  type: 'Full' | 'Partial' | (string & Record<never, never>);
  /** Exclusive; unlimited when left out. */
  expiresAt?: Temporal.Instant | undefined;
}>;

/**
 * Seven days of 24 hours.
 *
 * @source Partner Center, "Cancel a new commerce subscription": 168 hours (it was 72 in 2022)
 */
export const REFUND_WINDOW = Temporal.Duration.from({ hours: 168 });

/**
 * How long a cancellation refunds everything paid, when Microsoft offers a full refund.
 *
 * @source Partner Center, "Billing basics" and "Common billing scenarios"
 */
export const FULL_REFUND_WINDOW = Temporal.Duration.from({ hours: 24 });

/**
 * The refund of a cancellation on the first day. Microsoft's documents disagree.
 *
 * `fullOnFirstDay`: everything paid. @source Partner Center, "Billing basics", "Common billing scenarios"
 * `alwaysProrated`: the remaining days, as on later days. @source Partner Center, "Create a new subscription"
 */
export type RefundRule = 'fullOnFirstDay' | 'alwaysProrated';

/** Seat-based licences of New Commerce, whatever the term and the billing; see `RefundRule`. */
export function newCommercePolicy(rule: RefundRule = 'fullOnFirstDay'): CancellationPolicy {
  return {
    ...(rule === 'fullOnFirstDay' && { fullRefund: FULL_REFUND_WINDOW }),
    proratedRefund: REFUND_WINDOW,
    seatReduction: REFUND_WINDOW,
  };
}

/**
 * The policies of products that are no paid seats of New Commerce.
 *
 * `trial`: nothing was paid, and seats cannot change; a trial ends when its renewal is turned off.
 * `perpetualSoftware`: everything paid, for 30 days.
 * `softwareSubscription`: the remaining days, for seven days; seats cannot be reduced.
 * `none`: what has been bought stays bought.
 *
 * @source Partner Center, "Offer your customers trials"; "Cancel software purchases"
 */
export const OTHER_POLICIES = {
  trial: {},
  perpetualSoftware: { fullRefund: Temporal.Duration.from({ hours: 30 * 24 }) },
  softwareSubscription: { proratedRefund: REFUND_WINDOW },
  none: {},
} as const satisfies Readonly<Record<string, CancellationPolicy>>;

/**
 * The policy that an availability states (`terms[].cancellationPolicies[].refundOptions`). It comes before any of the
 * above. Seats can be returned for as long as the subscription can be cancelled.
 *
 * @param options  `expiresAfter` as an ISO 8601 duration; an option without one, or with an unknown type, is left out
 * @source Partner Center, "Product resources", `CancellationPolicy` and `RefundOption`
 */
export function policyOfAvailability(
  options: readonly Readonly<{ type: string; expiresAfter?: string | undefined }>[],
): CancellationPolicy {
  const longest = (type: string) =>
    options
      .flatMap((option) =>
        option.type.toLowerCase() === type && option.expiresAfter !== undefined ? [option.expiresAfter] : [],
      )
      .map((text) => Temporal.Duration.from({ hours: Temporal.Duration.from(text).total({ unit: 'hours', ...DAYS }) }))
      .sort((left, right) => Temporal.Duration.compare(left, right))
      .at(-1);
  const [fullRefund, proratedRefund] = [longest('full'), longest('partial')];
  return { fullRefund, proratedRefund, seatReduction: proratedRefund };
}

/** Days and months of a policy are counted from any day: a month has 30 days then. */
const DAYS = { relativeTo: Temporal.PlainDate.from('2026-04-01') };

/**
 * The windows that a purchase or a renewal opens, as the subscription is expected to show them.
 *
 * @param openedAt  the completion of the purchase or renewal
 */
export function windowsOpenedAt(
  openedAt: Temporal.Instant,
  { fullRefund, proratedRefund }: CancellationPolicy,
): Readonly<{ cancellationAllowedUntil: Temporal.Instant | undefined; refundOptions: readonly RefundOption[] }> {
  const refundOptions = [
    ...(fullRefund ? [{ type: 'Full', expiresAt: openedAt.add(fullRefund) }] : []),
    ...(proratedRefund ? [{ type: 'Partial', expiresAt: openedAt.add(proratedRefund) }] : []),
  ];
  const ends = refundOptions.map(({ expiresAt }) => expiresAt).sort(Temporal.Instant.compare);
  return { cancellationAllowedUntil: ends.at(-1), refundOptions };
}
