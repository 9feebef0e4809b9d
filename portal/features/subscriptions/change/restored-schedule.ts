import type { NextTermInstructions, PossibleQuote, SideEffect } from '@licence-portal/nce';
import { z } from 'zod';
import type { PossibleView } from '#features/orders/orders.ts';
import type { SubscriptionRow } from '../tables.ts';

/*
 * A change within the term deletes what is scheduled for its end at the vendor. The quote says so, as the effects
 * `scheduledChangeRestored` and `termEndChoiceRestored`, and the order puts it back as the quote says: one place writes
 * and reads the facts of both.
 */

const NextTermFacts = z.object({
  seatCount: z.number().int(),
  termDuration: z.string(),
  billingCycle: z.string(),
  /** The vendor's ids; left out for the product that the subscription has after the change. */
  productId: z.string().optional(),
  skuId: z.string().optional(),
  promotionId: z.string().optional(),
  /** ISO date. */
  customEndsBefore: z.string().optional(),
});
const OutcomeFacts = z.object({ outcome: z.enum(['ends', 'extendsMonthly']) });

/** What an order puts back after its change. */
export type RestoredSchedule = Readonly<{
  nextTerm?: z.output<typeof NextTermFacts>;
  outcome?: z.output<typeof OutcomeFacts>['outcome'];
}>;

type Effects = PossibleView['sideEffects'];

/** A change of the subscription `row` that its vendor keeps running until the same day. */
type Changed = Readonly<{
  row: SubscriptionRow;
  quote: PossibleQuote;
  /** The product before and after the change: a schedule that names one of them names no other product. */
  products: readonly (Product | undefined)[];
  /** The plan after the change, which a schedule follows that was not about the plan. */
  plan: Plan;
}>;

type Plan = Readonly<{ termDuration: string; billingCycle: string }>;

/** The vendor's ids of a product. */
type Product = Readonly<{ vendorProductId: string; vendorSkuId: string }>;

/**
 * The effects of a change in which everything that is put back is named so.
 *
 * @param others  gives the sentences of all other effects
 */
export function withRestoredSchedule(changed: Changed, others: (effect: SideEffect) => Effects[number]): Effects {
  const { row, quote } = changed;
  const continues = quote.after.seatCount > 0 && quote.after.term.endsBefore.equals(row.endsBefore);
  return quote.sideEffects.flatMap((effect) => {
    if (effect.kind === 'scheduledChangeDeleted' && continues) return nextTermEffect(changed, effect.scheduled);
    if (effect.kind === 'termEndChoiceDeleted' && continues) return outcomeEffect(effect.outcome);
    return [others(effect)];
  });
}

/** What the order of a quote puts back; undefined where there is nothing. */
export function scheduleToRestore({ sideEffects }: Pick<PossibleView, 'sideEffects'>): RestoredSchedule | undefined {
  const factsOf = (code: string) => sideEffects.find((effect) => effect.code === code)?.facts;
  const [nextTerm, outcome] = [factsOf('scheduledChangeRestored'), factsOf('termEndChoiceRestored')];
  if (nextTerm !== undefined) return { nextTerm: NextTermFacts.parse(nextTerm) };
  return outcome && OutcomeFacts.parse(outcome);
}

function nextTermEffect({ row, quote, products, plan }: Changed, scheduled: NextTermInstructions): Effects {
  const { promotionId, customEndsBefore } = scheduled;
  const isPresentPlan =
    (scheduled.termDuration ?? row.termDuration) === row.termDuration &&
    (scheduled.billingCycle ?? row.billingCycle) === row.billingCycle;
  const { termDuration = plan.termDuration, billingCycle = plan.billingCycle } = isPresentPlan ? plan : scheduled;
  const { productId, skuId } = products.some((product) => isSame(scheduled, product)) ? {} : scheduled;
  const facts = {
    seatCount: seatsOfNextTerm(scheduled.seatCount ?? row.seatCount, row.seatCount, quote.after.seatCount),
    termDuration,
    billingCycle,
    ...(productId !== undefined && skuId !== undefined && { productId, skuId }),
    ...(promotionId !== undefined && { promotionId }),
    ...(customEndsBefore && { customEndsBefore: customEndsBefore.toString() }),
  };
  const isAsPresent =
    facts.seatCount === quote.after.seatCount &&
    isPresentPlan &&
    [facts.productId, promotionId, customEndsBefore].every((part) => part === undefined);
  // The renewal is then as it was to be, without anything scheduled.
  return isAsPresent ? [] : [{ code: 'scheduledChangeRestored', facts }];
}

/** A renewal as it is needs nothing put back. */
function outcomeEffect(outcome: Extract<SideEffect, { kind: 'termEndChoiceDeleted' }>['outcome']): Effects {
  const parsed = OutcomeFacts.safeParse({ outcome });
  return parsed.success ? [{ code: 'termEndChoiceRestored', facts: parsed.data }] : [];
}

/**
 * The licences of the next term after a change of the present ones: as many as there are, where their number was not to
 * change; never more than there are, where it was to be reduced.
 */
function seatsOfNextTerm(scheduled: number, before: number, after: number): number {
  if (scheduled === before) return after;
  return scheduled < before ? Math.min(scheduled, after) : scheduled;
}

function isSame({ productId, skuId }: NextTermInstructions, product: Product | undefined): boolean {
  return (
    product !== undefined &&
    productId?.toUpperCase() === product.vendorProductId.toUpperCase() &&
    skuId?.padStart(4, '0') === product.vendorSkuId.padStart(4, '0')
  );
}
