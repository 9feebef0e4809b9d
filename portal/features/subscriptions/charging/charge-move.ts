import { startOfUtcDay, utcDate } from '@licence-portal/nce';
import { appendEntries, cyclesInLedger } from '#features/billing/billing.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import type { SubscriptionRow } from '../tables.ts';
import { dayOf, movedEntry, refundRest } from './change-entry.ts';
import { chargeRestOfPlan } from './charge-rest-of-plan.ts';
import { dueCycles } from './due-cycles.ts';

type Moved = Readonly<{
  before: SubscriptionRow;
  after: SubscriptionRow;
  /** The first day of the new product, plan or term. */
  on: Temporal.PlainDate;
}>;

/**
 * Charges a subscription that was moved to another product, plan or term at the vendor: the seats are refunded for the
 * rest of their cycle and charged as they are now, up to today.
 */
export async function chargeMove(context: Pick<OperationContext, 'tx' | 'clock'>, moved: Moved): Promise<void> {
  const { before, after, on } = moved;
  const today = dayOf(context.clock.now());
  const cycles = await cyclesInLedger(context.tx, before.id, { ...today, startsOn: on });
  const refunds = cycles
    .filter(({ isCharged, seatCount }) => isCharged && seatCount > 0)
    .map((cycle) => refundRest(before, { code: 'movedOut', seatCount: cycle.seatCount, cycle, from: on }));
  const startsTerm = on.equals(after.startsOn);
  const rest = startsTerm ? [] : chargeRestOfPlan(after, on);
  const from = startsTerm ? on : on.add({ days: 1 });
  const later = dueCycles(after, { startsOn: from, endsBefore: today.endsBefore }).map((one) =>
    movedEntry(after, one, one.on.equals(on) ? 'movedIn' : 'chargeCycle'),
  );
  await appendEntries(context, [...refunds, ...rest, ...later]);
}

/**
 * Charges another billing cycle that began within the term without having been announced: from the first day of the
 * present cycle on, by months, as the rules foretell it.
 */
export async function chargeBillingChange(
  context: Pick<OperationContext, 'tx' | 'clock'>,
  { before, after, on }: Moved,
): Promise<void> {
  const today = dayOf(context.clock.now());
  const cycles = await cyclesInLedger(context.tx, before.id, { ...today, startsOn: on });
  const refunds = cycles
    .filter(({ isCharged, seatCount }) => isCharged && seatCount > 0)
    .map((cycle) => refundRest(before, { code: 'movedOut', seatCount: cycle.seatCount, cycle, from: on }));
  const announced = {
    ...before,
    nextBillingCycle: after.billingCycle,
    nextUnitPricePerCycle: after.unitPricePerCycle,
    seatCount: after.seatCount,
    readAt: startOfUtcDay(on).subtract({ seconds: 1 }),
  };
  const charges = dueCycles(announced, { startsOn: on, endsBefore: utcDate(context.clock.now()).add({ days: 1 }) });
  await appendEntries(context, [...refunds, ...charges.map((one) => movedEntry(after, one, 'movedIn'))]);
}
