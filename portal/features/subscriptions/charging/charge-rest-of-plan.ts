import { money } from '@licence-portal/nce';
import { chargeCycleAt, customerCharge, monthsInCycle } from '@licence-portal/nce/internals';
import type { LedgerEntry } from '#features/billing/billing.ts';
import type { SubscriptionRow } from '../tables.ts';
import { changeEntry } from './change-entry.ts';

/** The charge of seats that have moved in within a term: for the rest of the cycle in which the day lies. */
export function chargeRestOfPlan(row: SubscriptionRow, on: Temporal.PlainDate): LedgerEntry[] {
  const { billingCycle, seatCount, unitPricePerCycle, currency, startsOn, endsBefore } = row;
  if (row.isTrial || monthsInCycle(billingCycle) === undefined) return [];
  const cycle = chargeCycleAt({ startsOn, endsBefore }, billingCycle, on);
  if (cycle === undefined) return [];
  const part = {
    seatCount,
    unitPricePerCycle: money(unitPricePerCycle, currency),
    billedDays: on.until(cycle.endsBefore, { largestUnit: 'days' }).days,
    cycleDays: cycle.fullDays,
  };
  const { startsOn: first, endsBefore: after } = cycle;
  return [
    changeEntry(row, {
      ...part,
      kind: 'charge',
      code: 'movedIn',
      cycle: { startsOn: first, endsBefore: after },
      net: customerCharge(part),
    }),
  ];
}
