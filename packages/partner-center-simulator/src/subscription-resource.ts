import { chargeCycleAt, type Term, utcDate } from '@licence-portal/nce';
import { isFields } from './json.ts';
import { openBatches, refundableSeatCount } from './seat-windows.ts';
import type { SubscriptionRecord } from './state.ts';
import { isDue, textOr, wireDay } from './wire-json.ts';

/** After a change of the resource: a new etag, and the fields that follow from the rest. */
export function markChanged(record: SubscriptionRecord, now: Temporal.Instant): void {
  renewEtag(record);
  refreshDerivedFields(record, now);
}

/** Another etag than ever before: a number, as Microsoft's are, made of the id and of how often the resource changed. */
export function renewEtag(record: SubscriptionRecord): void {
  record.revision += 1;
  const etag = `${Number.parseInt(record.resource.id.slice(0, 8), 16)}${String(record.revision).padStart(8, '0')}`;
  record.resource.attributes = { etag, objectType: 'Subscription' };
}

/** The fields that follow from the term, the windows and the time of day. */
export function refreshDerivedFields(record: SubscriptionRecord, now: Temporal.Instant): void {
  const { resource } = record;
  const term: Term = {
    startsOn: Temporal.PlainDate.from(record.termStartsOn),
    endsBefore: Temporal.PlainDate.from(record.termEndsBefore),
  };
  const lastDay = term.endsBefore.subtract({ days: 1 });
  resource.commitmentEndDate = wireDay(lastDay);
  resource.commitmentEndDateTime = wireDay(lastDay, 'end');
  const { billingCycle } = resource;
  const cycle = chargeCycleAt(term, billingCycle, utcDate(now)) ?? chargeCycleAt(term, billingCycle, lastDay);
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
