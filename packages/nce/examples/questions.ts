/*
 * One example for each question of the README. Run: `node examples/questions.ts` (Node 26). `test/examples.test.ts`
 * compares each answer.
 */
import {
  allowedActions,
  answerPromotion,
  calculateChangeQuote,
  calculatePurchaseQuote,
  checkSubscriptionChange,
  coTerminousEnds,
  endOfTerm,
  endOfTermChoices,
  lifecycleStages,
  microsoftSeatChange,
  missingPrerequisites,
  money,
  newCommercePolicy,
  OTHER_POLICIES,
  offersFromAvailability,
  promotionsFromPartnerCenter,
  refundPeriods,
  seatRefunds,
  subscriptionAfter,
  subscriptionFromPartnerCenter,
  taxByInvoice,
  upcomingCharges,
} from '../src/nce.ts';

const now = Temporal.Instant.from('2026-11-26T10:00:00Z');
const eur = (amount: string) => money(amount, 'EUR');

/** Ten seats for a year billed monthly at 12.60, as Microsoft's resource shows them on the day after the purchase. */
const subscription = subscriptionFromPartnerCenter(
  {
    status: 'active',
    quantity: 10,
    termDuration: 'P1Y',
    billingCycle: 'monthly',
    autoRenewEnabled: true,
    effectiveStartDate: '2026-11-25T09:00:00Z',
    commitmentEndDate: '2027-11-24T00:00:00Z',
    cancellationAllowedUntilDate: '2026-12-02T09:00:00Z',
    refundOptions: [{ type: 'Partial', expiresAt: '2026-12-02T09:00:00Z' }],
    refundableQuantity: { details: [{ quantity: 10, allowedUntilDateTime: '2026-12-02T09:00:00Z' }] },
  },
  { unitPricePerCycle: eur('12.60'), policy: newCommercePolicy() },
);
const prices = { nextTermUnitPricePerCycle: eur('13'), monthlyTermPrice: eur('15') };

/** The answer to each question, as text. */
export const EXAMPLES: Readonly<Record<string, () => string>> = {
  'What does a purchase cost and commit to?': () => {
    const quote = calculatePurchaseQuote(
      {
        termDuration: 'P1Y',
        billingCycle: 'monthly',
        seatCount: 10,
        wholeTermPrice: eur('151.20'),
        policy: newCommercePolicy(),
      },
      now,
    );
    return quote.possible ? `${quote.today[0]?.net.amount} today, ${quote.commitment.net.amount} in all` : quote.reason;
  },
  'What does a trial become?': () => {
    const quote = calculatePurchaseQuote(
      {
        termDuration: 'P1M',
        billingCycle: 'none',
        seatCount: 25,
        wholeTermPrice: eur('0'),
        policy: OTHER_POLICIES.trial,
        trialOf: { wholeTermPrice: eur('151.20') },
      },
      now,
    );
    const [effect] = quote.possible ? quote.sideEffects : [];
    return effect?.kind === 'trialBecomesPaid' ? `paid on ${effect.on}: ${effect.firstCharge?.amount} a month` : '';
  },
  'What does a change cost today, next, and until the end of the term?': () => {
    const quote = calculateChangeQuote(subscription, { kind: 'seats', seatCount: 12 }, prices, now);
    if (!quote.possible) return quote.reason;
    return [quote.today[0], quote.nextCharge?.lines[0]].map((line) => line?.net.amount.toFixed()).join(', ');
  },
  'Which values will Microsoft return for the subscription after it?': () =>
    `${subscriptionAfter(subscription, { kind: 'seats', seatCount: 12 }, now, eur('24.36')).seatCount} seats`,
  'Which actions are allowed now; if not, why, and what is possible?': () => {
    const answer = allowedActions(subscription, Temporal.Instant.from('2026-12-03T00:00:00Z')).cancelNow;
    return answer.allowed ? 'allowed' : `${answer.reason}, instead ${answer.alternative}`;
  },
  'What is refunded if it is taken back, now and on each later day?': () =>
    refundPeriods(subscription, { kind: 'cancelNow' }, now)
      .slice(0, 2)
      .map(({ until, refund }) => `${refund.amount} until ${until}`)
      .join(', '),
  'Which seats are refundable on each day, and for how much?': () => {
    const [batch] = seatRefunds(subscription, now);
    return `${batch?.seatCount} seats, ${batch?.days[0]?.refund.amount} on ${batch?.days[0]?.on}`;
  },
  'What happens at the end of the term?': () => `${endOfTerm(subscription)?.outcome} on ${endOfTerm(subscription)?.on}`,
  'What do the choices for the end of the term cost?': () =>
    endOfTermChoices(subscription, prices)
      .map((choice) =>
        choice.outcome === 'ends' ? 'ends' : `${choice.outcome} ${choice.offer?.firstCharge.net.amount}`,
      )
      .join(', '),
  'Which statuses follow?': () =>
    lifecycleStages({ ...subscription, autoRenewEnabled: false })
      .map(({ phase }) => phase)
      .join(', '),
  'What will be charged over several terms if nothing changes?': () => {
    const years = { startsOn: subscription.term.startsOn, endsBefore: Temporal.PlainDate.from('2028-11-25') };
    return `${upcomingCharges(subscription, years, prices, now).length} charges`;
  },
  'On which days can a term end together with another or with a month?': () => {
    const [first] = coTerminousEnds({ termDuration: 'P1Y', startsOn: Temporal.PlainDate.from('2026-11-25') }, []);
    return `${first?.alignedTo} ${first?.endsOn}`;
  },
  'Does an add-on have its base?': () =>
    missingPrerequisites(['CFQ7TTC0LFLX:0001'], []).length === 0 ? 'yes' : 'its base is missing',
  'What may be chosen of a SKU?': () => {
    const offers = offersFromAvailability({ isRenewable: true, terms: [{ duration: 'P1Y', billingCycle: 'Annual' }] });
    const change = { kind: 'longerTerm', termDuration: 'P3Y', billingCycle: 'annual' } as const;
    return checkSubscriptionChange(subscription, change, now, offers)?.reason ?? 'three years';
  },
  'Does a promotion apply?': () => {
    const sku = { productId: 'CFQ7TTC0LH18', skuId: '0001' };
    const term = { duration: 'P1Y', billingCycle: 'Monthly' };
    const [promotion] = promotionsFromPartnerCenter(
      {
        id: '39NFJQT20000:0001',
        startDate: '2026-11-01T00:00:00Z',
        requiredProducts: [{ ...sku, term, pricingPolicies: [{ policyType: 'PercentDiscount', value: '15' }] }],
        constraints: [{ type: 'SeatCount', minimum: 20, maximum: 300 }],
      },
      sku,
    );
    const on = Temporal.PlainDate.from('2026-11-26');
    const bought = { on, termDuration: 'P1Y', billingCycle: 'monthly', seatCount: 10 };
    const answer = promotion && answerPromotion(promotion, bought);
    return answer?.applies === false ? `${answer.reason}: ${answer.facts.seatCountMin}` : 'yes';
  },
  'What are net, tax and gross, invoice by invoice?': () => {
    const quote = calculateChangeQuote(subscription, { kind: 'seats', seatCount: 11 }, prices, now);
    const total = taxByInvoice(quote.possible ? quote.untilTermEnd : [], '0.22', 'EUR');
    return `${total.net.amount} + ${total.tax.amount} = ${total.gross.amount}`;
  },
  'What will Microsoft bill?': () => {
    const days = { unitPricePerCycle: eur('10.08'), billedDays: 28, cycleDays: 30 };
    const { refund, charge } = microsoftSeatChange({ seatCountBefore: 10, seatCountAfter: 12 }, days);
    return `${refund.amount}, ${charge.amount}`;
  },
};

if (import.meta.main) {
  for (const [question, answer] of Object.entries(EXAMPLES)) console.log(`${question}\n  ${answer()}`);
}
