import { dayOf } from './calendar.ts';
import { cycleOn } from './charge-cycles.ts';
import { isFields } from './json.ts';
import { openBatches, refundableSeatCount } from './seat-windows.ts';
import type { SubscriptionRecord } from './state.ts';
import { isDue, textOr, wireDay } from './wire-json.ts';

/** To be called after a change of the resource: sets a new etag and the derived fields. */
export function markChanged(record: SubscriptionRecord, now: Temporal.Instant): void {
  renewEtag(record);
  refreshDerivedFields(record, now);
}

/** Sets a new etag: a number, as Microsoft's are, from the id and the revision. */
export function renewEtag(record: SubscriptionRecord): void {
  record.revision += 1;
  const etag = `${Number.parseInt(record.resource.id.slice(0, 8), 16)}${String(record.revision).padStart(8, '0')}`;
  record.resource.attributes = { etag, objectType: 'Subscription' };
}

/** Sets the fields that are derived from the term, the windows and the time. */
export function refreshDerivedFields(record: SubscriptionRecord, now: Temporal.Instant): void {
  const { resource } = record;
  const term = {
    startsOn: Temporal.PlainDate.from(record.termStartsOn),
    endsBefore: Temporal.PlainDate.from(record.termEndsBefore),
    termDuration: resource.termDuration,
    billingCycle: resource.billingCycle,
  };
  const lastDay = term.endsBefore.subtract({ days: 1 });
  resource.commitmentEndDate = wireDay(lastDay);
  resource.commitmentEndDateTime = wireDay(lastDay, 'end');
  const cycle = cycleOn(term, dayOf(now)) ?? cycleOn(term, lastDay);
  const cycleEnd = cycle?.endsBefore.subtract({ days: 1 }) ?? lastDay;
  resource.billingCycleEndDate = wireDay(cycleEnd);
  resource.billingCycleEndDateTime = wireDay(cycleEnd, 'end');

  const open = openBatches(record, now);
  resource.refundableQuantity =
    resource.status !== 'active' || resource.isTrial
      ? null
      : {
          totalQuantity: refundableSeatCount(record, now),
          details: open.map((batch) => ({ quantity: batch.quantity, allowedUntilDateTime: batch.allowedUntil })),
        };
  const options = Array.isArray(resource.refundOptions) ? resource.refundOptions : [];
  resource.refundOptions = options.filter(isFields).filter((option) => !isDue(textOr(option.expiresAt, ''), now));
}
