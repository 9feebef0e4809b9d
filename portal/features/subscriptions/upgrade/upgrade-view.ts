import type { Line, PossibleQuote } from '@licence-portal/nce';
import {
  columnOf,
  invoicedColumnOf,
  type OrderLineDraft,
  type PossibleView,
  type QuoteItem,
  quoteLines,
  undoView,
} from '#features/orders/orders.ts';
import { orphanedAddOnsEffect, sideEffectOf } from '../change/change-view.ts';
import type { Changeable } from '../change/get-changeable.ts';
import { withRestoredSchedule } from '../change/restored-schedule.ts';
import type { PlannedUpgrade } from './plan-upgrade.ts';

type Upgraded = Readonly<{ source: Changeable; planned: PlannedUpgrade; quote: PossibleQuote }>;

/** The view of an upgrade that is possible: refunds carry the name of the source, charges that of the target. */
export function upgradeView({
  source,
  planned,
  quote,
  orphanedAddOns,
  holders,
}: Upgraded & Readonly<{ orphanedAddOns: readonly string[]; holders: readonly string[] }>): PossibleView {
  const { row, taxRate } = source;
  const nameOf = (line: Line) => (line.kind === 'charge' ? targetName(planned) : row.name);
  const lines = (column: string, shown: readonly Line[]) => quoteLines(shown, nameOf, column);
  return {
    possible: true,
    kind: 'upgrade',
    currency: row.currency,
    taxRate: taxRate.toFixed(),
    items: itemsOf({ source, planned, quote }),
    columns: {
      today: columnOf(lines('today', quote.today), taxRate, row.currency),
      nextCharge: {
        ...columnOf(lines('nextCharge', quote.nextCharge?.lines ?? []), taxRate, row.currency),
        on: quote.nextCharge?.on.toString() ?? null,
      },
      untilTermEnd: invoicedColumnOf(lines('untilTermEnd', quote.untilTermEnd), taxRate, row.currency),
    },
    undo: quote.undo === 'never' ? null : undoView(quote.undo),
    commitment: {
      endsBefore: quote.commitment.endsOn.add({ days: 1 }).toString(),
      net: quote.commitment.net.amount.toFixed(),
    },
    sideEffects: [
      ...withRestoredSchedule(
        // Without a target the subscription itself becomes the other product.
        quote.target === undefined
          ? { row, quote, products: [source.offer, planned.offer], plan: planned.plan }
          : { row, quote, products: [source.offer], plan: row },
        (effect) => sideEffectOf('upgrade', effect),
      ).filter(({ code }) => code !== 'licencesToReassign'),
      ...holdersEffects({ source, planned, quote }, holders),
      ...orphanedAddOnsEffect(orphanedAddOns),
    ],
    validUntil: quote.validUntil.toString(),
  };
}

/** The lines of the order: the subscription that the seats leave, and another one that receives them. */
export function upgradeLines({ source, planned, quote, view }: Upgraded & { view: PossibleView }): OrderLineDraft[] {
  const { row } = source;
  const { after, target } = quote;
  const { today } = view.columns;
  const keysOf = (kinds: readonly string[]) => today.lines.filter(({ kind }) => kinds.includes(kind)).map((l) => l.key);
  const received: Omit<OrderLineDraft, 'seatCount' | 'subscriptionId' | 'chargeKeys'> = {
    offerId: planned.offer.id,
    name: targetName(planned),
    termDuration: planned.plan.termDuration,
    billingCycle: planned.plan.billingCycle,
    unitPricePerCycle: (target?.after ?? after).unitPricePerCycle.amount.toFixed(),
    answers: null,
  };
  if (target === undefined) {
    const chargeKeys = keysOf(['charge', 'refund']);
    return [{ ...received, subscriptionId: row.id, seatCount: after.seatCount, chargeKeys }];
  }
  const left: OrderLineDraft = {
    offerId: row.offerId,
    subscriptionId: row.id,
    name: row.name,
    seatCount: after.seatCount,
    termDuration: row.termDuration,
    billingCycle: row.billingCycle,
    unitPricePerCycle: row.unitPricePerCycle.toFixed(),
    answers: null,
    chargeKeys: keysOf(['refund']),
  };
  const subscriptionId = planned.into?.row.id ?? null;
  return [left, { ...received, subscriptionId, seatCount: target.after.seatCount, chargeKeys: keysOf(['charge']) }];
}

function targetName({ into, offer }: PlannedUpgrade): string {
  return into?.row.name ?? offer.title;
}

function itemsOf({ source: { row, offer }, planned, quote }: Upgraded): QuoteItem[] {
  const { after, target } = quote;
  const received = target?.after ?? after;
  const { termDuration, billingCycle } = planned.plan;
  const priceOfTarget = received.unitPricePerCycle.amount.toFixed();
  const source = {
    name: row.name,
    subscriptionId: row.id,
    termDuration: row.termDuration,
    billingCycle: row.billingCycle,
    term: { startsOn: row.startsOn.toString(), endsBefore: row.endsBefore.toString() },
  };
  const isOtherPlan = termDuration !== row.termDuration || billingCycle !== row.billingCycle;
  const isOtherEnd = !received.term.endsBefore.equals(row.endsBefore);
  const moved: Partial<QuoteItem> = {
    ...(planned.offer.id !== row.offerId && {
      product: { before: offer?.title ?? row.name, after: planned.offer.title },
    }),
    ...(isOtherPlan && {
      plan: {
        before: { termDuration: row.termDuration, billingCycle: row.billingCycle },
        after: { termDuration, billingCycle },
      },
    }),
    ...(isOtherEnd && {
      termEndsBefore: { before: row.endsBefore.toString(), after: received.term.endsBefore.toString() },
    }),
    unitPricePerCycle: { before: row.unitPricePerCycle.toFixed(), after: priceOfTarget },
    ...(billingCycle !== row.billingCycle && { nextBillingCycle: billingCycle }),
  };
  const seats = (before: number, count: number) => (before === count ? {} : { seats: { before, after: count } });
  if (target === undefined) return [{ ...source, ...moved, ...seats(row.seatCount, after.seatCount) }];
  return [
    { ...source, ...seats(row.seatCount, after.seatCount) },
    {
      name: targetName(planned),
      subscriptionId: planned.into?.row.id ?? null,
      termDuration: row.termDuration,
      billingCycle: row.billingCycle,
      term: { startsOn: received.term.startsOn.toString(), endsBefore: received.term.endsBefore.toString() },
      ...moved,
      ...seats(target.before?.seatCount ?? 0, target.after.seatCount),
    },
  ];
}

/** The people who hold seats, by name, and what happens to their licences. */
function holdersEffects({ planned, quote }: Upgraded, holders: readonly string[]): PossibleView['sideEffects'] {
  if (holders.length === 0) return [];
  const { change, offer } = planned;
  if (change.kind === 'longerTerm' || change.kind === 'nextTerm') return [];
  const facts = { names: namesIn(holders), count: holders.length, target: targetName(planned), product: offer.title };
  const stays = quote.target === undefined ? quote.after.seatCount : quote.after.seatCount;
  if (quote.target === undefined) return [{ code: 'licencesMove', facts }];
  if (stays === 0) {
    const isMoved = change.kind === 'upgrade' ? change.to.transfersLicences : true;
    return [{ code: isMoved ? 'licencesMove' : 'licencesLost', facts }];
  }
  return [{ code: 'licencesStay', facts: { ...facts, left: stays, surplus: Math.max(0, holders.length - stays) } }];
}

const NAMES_MAX = 20;

function namesIn(holders: readonly string[]): string {
  const shown = holders.slice(0, NAMES_MAX).join(', ');
  return holders.length > NAMES_MAX ? `${shown} (+${holders.length - NAMES_MAX})` : shown;
}
