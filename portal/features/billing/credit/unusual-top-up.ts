import { Decimal } from '@licence-portal/nce';

/** What makes a person look twice before an amount is booked; nothing of it prevents the booking. */
export const TOP_UP_WARNINGS = ['sameAmountRecently', 'muchMoreThanBefore', 'largeFirst'] as const;
export type TopUpWarning = (typeof TOP_UP_WARNINGS)[number];

/** An earlier advance payment that was not corrected. */
export type EarlierTopUp = Readonly<{ amount: Decimal; createdAt: Temporal.Instant }>;

/** The same amount again within so many days may be the same bank transfer. */
const SAME_AMOUNT_DAYS = 7;
/** More than so many times the greatest amount before is more likely a slip than an advance payment. */
const USUAL_FACTOR = 10;
/** A first advance payment above this, in any currency, is shown once more. */
const FIRST_AMOUNT_USUAL_MAX = new Decimal(10_000);

/** The reasons to look twice at an amount, beside the advance payments before it. */
export function warningsOf(
  amount: Decimal,
  earlier: readonly EarlierTopUp[],
  now: Temporal.Instant,
): readonly TopUpWarning[] {
  const since = now.subtract({ hours: SAME_AMOUNT_DAYS * 24 });
  const isRepeated = earlier.some(
    (one) => one.amount.equals(amount) && Temporal.Instant.compare(one.createdAt, since) >= 0,
  );
  const greatest = Decimal.max(0, ...earlier.map((one) => one.amount));
  return [
    ...(isRepeated ? (['sameAmountRecently'] as const) : []),
    ...(earlier.length > 0 && amount.greaterThan(greatest.times(USUAL_FACTOR))
      ? (['muchMoreThanBefore'] as const)
      : []),
    ...(earlier.length === 0 && amount.greaterThan(FIRST_AMOUNT_USUAL_MAX) ? (['largeFirst'] as const) : []),
  ];
}
