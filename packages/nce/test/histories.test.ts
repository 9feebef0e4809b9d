/** Properties that hold over any sequence of allowed changes to one subscription. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { add, compare, multiply, negate, roundLineHalfUp, zero } from '../src/amounts.ts';
import { chargeCycleAt, countSeats, openBatches } from '../src/internals.ts';
import {
  calculateChangeQuote,
  type Money,
  netOf,
  type SubscriptionChange,
  type SubscriptionState,
  subscriptionAfter,
  targetSubscriptionAfter,
  utcDate,
} from '../src/nce.ts';
import { batch, eur, instant, possible, subscription, textOf } from './builders.ts';

type Step = Readonly<{ hours: number; change: SubscriptionChange }>;

const boughtAt = instant('2026-03-01T09:00:00Z');

/** Just bought for a year: all seats are in their window and the first cycle is paid. */
function justBought(overrides: Partial<SubscriptionState>): SubscriptionState {
  const fresh = subscription(overrides);
  return {
    ...fresh,
    refundable: [batch(fresh.seatCount, '2026-03-08T09:00:00Z', '2026-03-01T09:00:00Z')],
    paidThisCycle: roundLineHalfUp(multiply(fresh.unitPricePerCycle, fresh.seatCount)),
  };
}

/** Makes every possible change and pays each new charge cycle, until a cancellation or the end of the term. */
function applySteps(
  start: SubscriptionState,
  steps: readonly Step[],
  onChange: (before: SubscriptionState, after: SubscriptionState, net: Money, at: Temporal.Instant) => void,
): void {
  let current = start;
  let at = boughtAt;
  for (const { hours, change } of steps) {
    const next = at.add({ hours });
    current = withCyclePaid(current, at, next);
    at = next;
    const quote = calculateChangeQuote(current, change, { nextTermUnitPricePerCycle: eur('30') }, at);
    if (!quote.possible) continue;
    const net = netOf(quote.today, 'EUR');
    const after = subscriptionAfter(current, change, at, net);
    onChange(current, after, net, at);
    current = after;
  }
}

function withCyclePaid(state: SubscriptionState, from: Temporal.Instant, to: Temporal.Instant): SubscriptionState {
  const [before, now] = [from, to].map((at) => chargeCycleAt(state.term, state.billingCycle, utcDate(at)));
  if (!now || before?.startsOn.equals(now.startsOn)) return state;
  return { ...state, paidThisCycle: roundLineHalfUp(multiply(state.unitPricePerCycle, state.seatCount)) };
}

const anyStep: fc.Arbitrary<Step> = fc.record({
  hours: fc.integer({ min: 0, max: 300 }),
  change: fc.oneof(
    {
      weight: 8,
      arbitrary: fc.integer({ min: 1, max: 20 }).map((seatCount): SubscriptionChange => ({ kind: 'seats', seatCount })),
    },
    { weight: 1, arbitrary: fc.constant<SubscriptionChange>({ kind: 'cancelNow' }) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('renews' as const, 'ends' as const)
        .map((outcome): SubscriptionChange => ({ kind: 'renewal', outcome })),
    },
  ),
});
const anyHistory = fc.array(anyStep, { minLength: 1, maxLength: 25 });
const anyUnitPrice = fc.integer({ min: 0, max: 5_000_000 }).map((tenThousandths) => eur(`${tenThousandths}e-4`));
const anyStart = fc
  .record({
    unitPricePerCycle: anyUnitPrice,
    billingCycle: fc.constantFrom('monthly', 'annual'),
    refundOptions: fc.constantFrom([], [{ type: 'Full', expiresAt: instant('2026-03-02T09:00:00Z') }]),
  })
  .map(justBought);

test('a refund never exceeds the amount paid for the charge cycle, and no balance becomes negative', () => {
  fc.assert(
    fc.property(anyStart, anyHistory, (start, steps) => {
      applySteps(start, steps, (before, after, net) => {
        const paid = before.paidThisCycle ?? zero('EUR');
        expect(compare(negate(net), paid)).toBeLessThanOrEqual(0);
        expect(after.paidThisCycle?.amount.isNegative()).toBe(false);
        expect(after.paidThisCycle && textOf(after.paidThisCycle)).toBe(textOf(add(paid, net)));
      });
    }),
  );
});

test('seats are conserved: refundable seats were bought, and open batches add up to the seats', () => {
  fc.assert(
    fc.property(anyStart, anyHistory, (start, steps) => {
      applySteps(start, steps, (_before, after, _net, at) => {
        const batches = after.refundable === 'unknown' ? [] : after.refundable;
        expect(countSeats(openBatches(batches, at))).toBeLessThanOrEqual(after.seatCount);
        expect(countSeats(batches)).toBe(after.seatCount);
      });
    }),
  );
});

const anyMove: fc.Arbitrary<SubscriptionChange> = fc
  .record({
    seatCount: fc.integer({ min: 1, max: 10 }),
    plan: fc.constantFrom(
      { termDuration: 'P1Y', billingCycle: 'monthly' },
      { termDuration: 'P1Y', billingCycle: 'annual' },
      { termDuration: 'P3Y', billingCycle: 'annual' },
    ),
    hasTarget: fc.boolean(),
  })
  .map(({ seatCount, plan, hasTarget }) => {
    const into = hasTarget ? justBought({ seatCount: 3, ...outOfWindow }) : undefined;
    return {
      kind: 'upgrade',
      seatCount,
      to: { eligibility: { isEligible: true }, transfersLicences: false, ...plan, into },
    };
  });

/** Ends on the same day as the source, and can no longer be cancelled. */
const outOfWindow = { cancellationAllowedUntil: instant('2026-03-01T09:00:00Z'), unitPricePerCycle: eur('12.34') };

test('seats and amounts that move to another product are conserved', () => {
  fc.assert(
    fc.property(anyStart, anyMove, anyUnitPrice, fc.integer({ min: 1, max: 8700 }), (start, change, price, hours) => {
      if (change.kind !== 'upgrade') throw new Error('no move');
      const at = boughtAt.add({ hours });
      const before = withCyclePaid(start, boughtAt, at);
      const prices = { changedUnitPricePerCycle: price };
      const quote = possible(calculateChangeQuote(before, change, prices, at));
      const isElsewhere = quote.target !== undefined;
      const net = (kind: 'charge' | 'refund') =>
        netOf(
          quote.today.filter((line) => line.kind === kind),
          'EUR',
        );
      const after = subscriptionAfter(
        before,
        change,
        at,
        isElsewhere ? net('refund') : netOf(quote.today, 'EUR'),
        prices,
      );
      const target = targetSubscriptionAfter(before, change, at, net('charge'), prices);

      const { into } = change.to;
      expect(after.seatCount + (target?.seatCount ?? 0)).toBe(before.seatCount + (into?.seatCount ?? 0));
      expect(quote.after.seatCount).toBe(after.seatCount);
      expect(quote.target?.after.seatCount).toBe(target?.seatCount);

      const paid = (given: SubscriptionState | undefined) => given?.paidThisCycle ?? zero('EUR');
      const paidBefore = add(paid(before), paid(into));
      expect(textOf(add(paid(after), paid(target)))).toBe(textOf(add(paidBefore, netOf(quote.today, 'EUR'))));
      expect(compare(negate(net('refund')), paid(before))).toBeLessThanOrEqual(0);
      expect(paid(after).amount.isNegative()).toBe(false);
    }),
  );
});

test('the commitment is the sum of all later charges, each of them once and for at least one day', () => {
  fc.assert(
    fc.property(anyStart, anyMove, fc.integer({ min: 1, max: 8700 }), (start, change, hours) => {
      const at = boughtAt.add({ hours });
      const quote = possible(calculateChangeQuote(start, change, { changedUnitPricePerCycle: eur('20') }, at));
      const charges = quote.untilTermEnd.filter((line) => line.kind === 'charge');
      const days = charges.map(
        ({ cycle, billedDays }) => `${cycle.endsBefore.subtract({ days: billedDays })}/${cycle.endsBefore}`,
      );
      const ends = days.map((each) => each.split('/')[1]);
      expect(days.map((each) => each.split('/')[0])).toEqual([utcDate(at).toString(), ...ends.slice(0, -1)]);
      expect(ends.at(-1)).toBe((quote.target ?? quote).after.term.endsBefore.toString());
    }),
  );
});

test('seats added and removed on the same day cost nothing', () => {
  const addedSeats = fc.integer({ min: 1, max: 20 });
  fc.assert(
    fc.property(anyStart, addedSeats, fc.integer({ min: 0, max: 8700 }), (start, added, hours) => {
      const at = boughtAt.add({ hours });
      const more: SubscriptionChange = { kind: 'seats', seatCount: start.seatCount + added };
      const charged = possible(calculateChangeQuote(start, more, {}, at));
      const grown = subscriptionAfter(start, more, at, netOf(charged.today, 'EUR'));
      const back = possible(calculateChangeQuote(grown, { kind: 'seats', seatCount: start.seatCount }, {}, at));
      expect(textOf(add(netOf(charged.today, 'EUR'), netOf(back.today, 'EUR')))).toBe('EUR 0');
    }),
  );
});

test('the cost of added seats until the end of the term equals the increase of the commitment', () => {
  const inCents = fc.integer({ min: 0, max: 50_000 }).map((cents) => eur(`${cents}e-2`));
  fc.assert(
    fc.property(inCents, fc.integer({ min: 11, max: 30 }), fc.integer({ min: 0, max: 8700 }), (price, count, hours) => {
      const at = boughtAt.add({ hours });
      const start = justBought({ unitPricePerCycle: price });
      const more = possible(calculateChangeQuote(start, { kind: 'seats', seatCount: count }, {}, at));
      const kept = possible(calculateChangeQuote(start, { kind: 'renewal', outcome: 'ends' }, {}, at));
      const grown = add(kept.commitment.net, netOf(more.untilTermEnd, 'EUR'));
      expect(textOf(more.commitment.net)).toBe(textOf(grown));
    }),
  );
});

test('the later seats are added, the less they cost until the charge cycle ends', () => {
  fc.assert(
    fc.property(anyUnitPrice, fc.integer({ min: 1, max: 30 }), (unitPricePerCycle, day) => {
      const cost = (atDay: number) => {
        const at = boughtAt.add({ hours: 24 * (atDay - 1) });
        const start = subscription({ unitPricePerCycle });
        return netOf(possible(calculateChangeQuote(start, { kind: 'seats', seatCount: 13 }, {}, at)).today, 'EUR');
      };
      expect(compare(cost(day + 1), cost(day))).toBeLessThanOrEqual(0);
    }),
  );
});
