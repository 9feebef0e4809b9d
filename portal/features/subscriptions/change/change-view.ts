import type {
  ImpossibleQuote,
  Line,
  PossibleQuote,
  QuoteRefusalReason,
  RefusalFacts,
  SideEffect,
} from '@licence-portal/nce';
import {
  columnOf,
  type ImpossibleView,
  invoicedColumnOf,
  type PossibleView,
  type QuoteItem,
  quoteLines,
  undoView,
} from '#features/orders/orders.ts';
import type { Facts } from '#platform/refusal.ts';
import type { Changeable } from './get-changeable.ts';
import { withRestoredSchedule } from './restored-schedule.ts';

type Kind = PossibleView['kind'];

/**
 * The view of a possible change to one subscription.
 *
 * @param orphanedAddOns  names of the add-ons that lose their last base product with it
 * @param nextTitle  title of the product of the next term, where the change names the next term
 */
export function possibleView(
  kind: Kind,
  { row, offer, taxRate }: Changeable,
  quote: PossibleQuote,
  orphanedAddOns: readonly string[],
  nextTitle?: string,
): PossibleView {
  const column = (name: string, lines: readonly Line[]) =>
    columnOf(quoteLines(lines, row.name, name), taxRate, row.currency);
  return {
    possible: true,
    kind,
    currency: row.currency,
    taxRate: taxRate.toFixed(),
    items: [{ ...itemOf(kind, { row, quote }), ...nextTermOf(quote, offer?.title ?? row.name, nextTitle) }],
    columns: {
      today: column('today', quote.today),
      nextCharge: {
        ...column('nextCharge', quote.nextCharge?.lines ?? []),
        on: quote.nextCharge?.on.toString() ?? null,
      },
      untilTermEnd: invoicedColumnOf(quoteLines(quote.untilTermEnd, row.name, 'untilTermEnd'), taxRate, row.currency),
    },
    undo: quote.undo === 'never' ? null : undoView(quote.undo),
    commitment: {
      endsBefore: quote.commitment.endsOn.add({ days: 1 }).toString(),
      net: quote.commitment.net.amount.toFixed(),
    },
    sideEffects: [...sideEffectsOf(kind, { row, offer }, quote), ...orphanedAddOnsEffect(orphanedAddOns)],
    validUntil: quote.validUntil.toString(),
  };
}

/** The view while an order is changing the subscription: only one change at a time is possible. */
export function changeInProgressView(
  kind: Kind,
  { row }: Changeable,
  pending: Readonly<{ orderId: string; number: string }>,
): ImpossibleView {
  return {
    possible: false,
    kind,
    reason: 'changeInProgress',
    facts: { name: row.name, orderNumber: pending.number },
    instead: { action: 'trackOrder', facts: { orderId: pending.orderId } },
  };
}

/** The view of a change that is not possible: the reason, and the alternative. */
export function impossibleView(
  kind: Kind,
  changeable: Changeable,
  refused: Pick<ImpossibleQuote, 'reason' | 'facts' | 'alternative'>,
): ImpossibleView {
  const { name, termEndOutcome, lastWindowClosesAt, isTrial } = changeable.row;
  const since = kind === 'seats' && refused.reason === 'windowClosed' ? lastWindowClosesAt?.toString() : undefined;
  const facts = { name, termEndOutcome, isTrial, ...(since && { since }), ...refusalFacts(refused.facts) };
  return {
    possible: false,
    kind,
    reason: refused.reason satisfies QuoteRefusalReason,
    facts,
    instead: refused.alternative
      ? { action: refused.alternative, facts: { ...facts, subscriptionId: changeable.row.id } }
      : null,
  };
}

/** The facts of a refusal as text and numbers, for sentences. */
export function refusalFacts({ since, termEndsBefore, ...same }: RefusalFacts): Facts {
  return {
    ...same,
    ...(since && { since: since.toString() }),
    ...(termEndsBefore && { termEndsBefore: termEndsBefore.toString() }),
  };
}

function itemOf(kind: Kind, { row, quote }: Readonly<{ row: Changeable['row']; quote: PossibleQuote }>): QuoteItem {
  const { before, after } = quote;
  const beforeOutcome = before?.endOfTerm?.outcome;
  const afterOutcome = after.endOfTerm?.outcome;
  return {
    name: row.name,
    subscriptionId: row.id,
    termDuration: row.termDuration,
    billingCycle: row.billingCycle,
    term: { startsOn: after.term.startsOn.toString(), endsBefore: after.term.endsBefore.toString() },
    ...(before &&
      before.seatCount !== after.seatCount && { seats: { before: before.seatCount, after: after.seatCount } }),
    ...(kind === 'renewal' &&
      beforeOutcome &&
      afterOutcome && { termEndOutcome: { before: beforeOutcome, after: afterOutcome } }),
    ...nextTermPrice(kind, quote, row.billingCycle),
  };
}

/** What the next term is, beside the present one, where a change names it. */
function nextTermOf(
  { before, after }: PossibleQuote,
  title: string,
  nextTitle: string | undefined,
): Partial<QuoteItem> {
  const [planned, next] = [before?.endOfTerm, after.endOfTerm];
  if (nextTitle === undefined || planned === undefined || next === undefined) return {};
  const plan = ({ termDuration, billingCycle }: typeof next) => ({ termDuration, billingCycle });
  const isOtherPlan = planned.termDuration !== next.termDuration || planned.billingCycle !== next.billingCycle;
  return {
    ...(nextTitle !== title && { product: { before: title, after: nextTitle } }),
    ...(isOtherPlan && { plan: { before: plan(planned), after: plan(next) } }),
    ...(planned.seatCount !== next.seatCount && { seats: { before: planned.seatCount, after: next.seatCount } }),
    ...(planned.outcome === next.outcome && { termEndOutcome: undefined }),
  };
}

/** The price of this term and that of the next one; they may be of different charge cycles. */
function nextTermPrice(
  kind: Kind,
  { before, after, nextCharge }: PossibleQuote,
  billingCycle: string,
): Partial<Pick<QuoteItem, 'unitPricePerCycle' | 'nextBillingCycle'>> {
  const next = nextCharge?.lines[0]?.unitPricePerCycle.amount;
  if (kind !== 'renewal' || before === undefined || next === undefined) return {};
  const nextBillingCycle = after.endOfTerm?.billingCycle;
  return {
    unitPricePerCycle: { before: before.unitPricePerCycle.amount.toFixed(), after: next.toFixed() },
    ...(nextBillingCycle !== undefined && nextBillingCycle !== billingCycle && { nextBillingCycle }),
  };
}

/** With other seats the renewal stays as it was planned: the order puts back what the vendor deletes. */
function sideEffectsOf(
  kind: Kind,
  { row, offer }: Pick<Changeable, 'row' | 'offer'>,
  quote: PossibleQuote,
): PossibleView['sideEffects'] {
  const sentence = (effect: SideEffect) => sideEffectOf(kind, effect);
  if (kind !== 'seats') return quote.sideEffects.map(sentence);
  return withRestoredSchedule({ row, quote, products: [offer], plan: row }, sentence);
}

/** The add-ons that lose their last base product, by name. */
export function orphanedAddOnsEffect(names: readonly string[]): PossibleView['sideEffects'] {
  return names.length === 0
    ? []
    : [{ code: 'orphanedAddOns', facts: { names: names.join(', '), count: names.length } }];
}

export function sideEffectOf(kind: Kind, effect: SideEffect): PossibleView['sideEffects'][number] {
  switch (effect.kind) {
    case 'scheduledChangeDeleted':
      return { code: effect.kind, facts: { seatCount: effect.scheduled.seatCount ?? null } };
    case 'autoRenewTurnedOff':
    case 'seatsCanBeAddedAgain':
      return { code: effect.kind, facts: {} };
    case 'termEndChoiceDeleted':
      return { code: effect.kind, facts: { outcome: effect.outcome } };
    case 'accessEnds':
      // An immediate end has no fixed instant: a quote that named one would differ a second later.
      if (kind === 'cancel') return { code: 'accessEndsAtOnce', facts: {} };
      return { code: effect.kind, facts: { at: effect.at.toString() } };
    case 'trialBecomesPaid':
      return { code: effect.kind, facts: { on: effect.on.toString(), seatCount: effect.seatCount } };
    case 'endOfTermCancelSet':
      return { code: effect.kind, facts: { termEndsBefore: effect.on.toString() } };
    case 'priceMayChange':
      return { code: effect.kind, facts: { on: effect.on.toString() } };
    case 'subscriptionCreated':
    case 'licencesToReassign':
      return { code: effect.kind, facts: { seatCount: effect.seatCount } };
  }
}
