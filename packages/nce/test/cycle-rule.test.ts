import { expect, test } from 'vitest';
import { chargeCycleAt, nextTerm, upcomingCycles } from '../src/internals.ts';
import {
  type CycleRule,
  calculateChangeQuote,
  calculatePurchaseQuote,
  chargeCycles,
  type Line,
  newCommercePolicy,
  type Quote,
  type SubscriptionState,
  type Term,
  termStarting,
  upcomingCharges,
} from '../src/nce.ts';
import { date, eur, instant, possible, subscription } from './builders.ts';

/** Every last three days of a month over two years: with 29 February 2028, and without one. */
const STARTS = Array.from({ length: 731 }, (_, days) => date('2026-12-01').add({ days })).filter(
  ({ day }) => day >= 29,
);
const RULES: readonly CycleRule[] = ['anchorDay', 'daysToMonthEnd'];

const cyclesOf = (term: Term, rule: CycleRule) => chargeCycles(term, 'monthly', rule).map(keyOf);
const keyOf = ({ startsOn, endsBefore }: Term) => `${startsOn}/${endsBefore}`;

/** Everything that a quote or a list charges, refunds or no longer charges. */
function linesOf(quote: Quote): readonly Line[] {
  const { today, nextCharge, untilTermEnd } = possible(quote);
  return [...today, ...(nextCharge?.lines ?? []), ...untilTermEnd];
}

/** What every question of the rules answers about a year, or three, that began on this day. */
function answersOf(state: SubscriptionState, at: Temporal.Instant): Record<string, readonly Line[]> {
  const year = { termDuration: 'P1Y', billingCycle: 'monthly' };
  const prices = { nextTermUnitPricePerCycle: eur('10'), changedUnitPricePerCycle: eur('12') };
  const to = { ...year, eligibility: { isEligible: true }, transfersLicences: true };
  const quote = (change: Parameters<typeof calculateChangeQuote>[1]) =>
    linesOf(calculateChangeQuote(state, change, prices, at));
  const purchase = { ...year, seatCount: 3, wholeTermPrice: eur('120'), policy: newCommercePolicy() };
  const bought = { ...purchase, startsOn: state.term.startsOn, cycleRule: state.cycleRule };
  return {
    purchase: linesOf(calculatePurchaseQuote(bought, at)),
    'seats added': quote({ kind: 'seats', seatCount: 12 }),
    'seats returned': quote({ kind: 'seats', seatCount: 9 }),
    cancellation: quote({ kind: 'cancelNow' }),
    renewal: quote({ kind: 'nextTerm', instructions: { seatCount: 5 } }),
    upgrade: quote({ kind: 'upgrade', seatCount: 10, to }),
    'upgrade of some': quote({ kind: 'upgrade', seatCount: 4, to }),
    upcoming: upcomingCharges(state, { ...state.term, endsBefore: date('2031-01-01') }, prices, at).map(
      ({ line }) => line,
    ),
  };
}

test.each(RULES)(
  'by %s every quote and list has the charge cycles of the term, from any start near a month’s end',
  (rule) => {
    for (const startsOn of STARTS) {
      const term = termStarting(startsOn, 'P1Y');
      const at = startsOn.add({ days: 3 }).toZonedDateTime('UTC').toInstant();
      const until = at.add({ hours: 96 });
      const state = subscription({
        ...{ term, cycleRule: rule, cancellationAllowedUntil: until },
        refundable: [{ seatCount: 10, refundableUntil: until }],
      });
      const terms = [term];
      while (terms.length < 5)
        terms.push(nextTerm(terms.at(-1) ?? term, 'P1Y', Math.max(startsOn.day, term.endsBefore.day)));
      const known = new Set(terms.flatMap((one) => cyclesOf(one, rule)));
      for (const [question, lines] of Object.entries(answersOf(state, at))) {
        const foreign = lines.map(({ cycle }) => keyOf(cycle)).filter((cycle) => !known.has(cycle));
        expect(foreign, `${question} of a term from ${startsOn}`).toEqual([]);
        expect(lines.length, question).toBeGreaterThan(0);
      }
      expect(cyclesOf(term, rule)).toContain(
        keyOf(chargeCycleAt(term, 'monthly', startsOn.add({ days: 40 }), rule) ?? term),
      );
      const [next] = upcomingCycles(state, term.startsOn.add({ days: 1 }));
      expect(known.has(keyOf(next?.cycle ?? term))).toBe(true);
    }
  },
);

test('the two rules differ for a start on the last day but one', () => {
  const starts = (cycleRule: CycleRule) =>
    upcomingCharges(
      subscription({ term: termStarting(date('2026-01-30'), 'P1Y'), cycleRule }),
      termStarting(date('2026-01-30'), 'P1Y'),
      {},
      instant('2026-02-01T00:00:00Z'),
    )
      .slice(1, 4)
      .map(({ on }) => on.toString());
  expect(starts('anchorDay')).toEqual(['2026-02-28', '2026-03-30', '2026-04-30']);
  expect(starts('daysToMonthEnd')).toEqual(['2026-02-27', '2026-03-30', '2026-04-29']);
});
