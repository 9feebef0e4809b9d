import {
  type CancellationPolicy,
  calculatePurchaseQuote,
  type Money,
  money,
  OTHER_POLICIES,
  type PossibleQuote,
  type SideEffect,
} from '@licence-portal/nce';
import { sumRefundPeriods, undoOf } from '@licence-portal/nce/internals';
import { multiply, sum } from '@licence-portal/nce/money';
import { eq } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import { catalogueVendorOf, findPaidOffers, type OfferOption, readPriceList } from '#features/catalogue/catalogue.ts';
import {
  columnOf,
  invoicedColumnOf,
  type OrderLineDraft,
  type PossibleView,
  type QuoteAnswer,
  type QuoteItem,
  quoteLines,
  undoView,
} from '#features/orders/orders.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { impossible } from './purchase-blockers.ts';
import type { PurchaseChange } from './purchase-change.ts';
import type { RequestedLine } from './requested-lines.ts';

/** Quotes a purchase without a blocker; a number of seats that an offer does not allow makes it impossible. */
export async function quoteLinesOfPurchase(
  context: OperationContext,
  change: PurchaseChange,
  lines: readonly RequestedLine[],
) {
  const quoted: { requested: RequestedLine; option: OfferOption; quote: PossibleQuote }[] = [];
  const paidPrices = await readPaidPrices(context, lines);
  for (const requested of lines) {
    const { option, line } = requested;
    assert(option !== undefined, 'every line has a price here');
    const unitPrice = money(option.unitPricePerCycle, option.currency);
    const quote = calculatePurchaseQuote(
      {
        termDuration: line.termDuration,
        billingCycle: line.billingCycle,
        seatCount: line.seatCount,
        wholeTermPrice: multiply(unitPrice, option.cyclesPerTerm),
        seatCountMin: requested.offer.seatCountMin,
        seatCountMax: requested.offer.seatCountMax ?? undefined,
        policy: policyOf(context, requested),
        trialOf: requested.offer.isTrial ? { wholeTermPrice: paidPrices.get(requested.offer.id) } : undefined,
      },
      context.clock.now(),
    );
    if (!quote.possible) {
      const { since: _, termEndsBefore: __, ...facts } = quote.facts;
      const view = impossible(
        quote.reason,
        { name: requested.offer.title, line: requested.index, ...facts },
        'changeSeats',
      );
      return { possible: false as const, view };
    }
    quoted.push({ requested, option, quote });
  }
  return answerOf(context, change, quoted);
}

async function answerOf(
  context: OperationContext,
  change: PurchaseChange,
  quoted: readonly { requested: RequestedLine; option: OfferOption; quote: PossibleQuote }[],
): Promise<QuoteAnswer> {
  const [first] = quoted;
  assert(first !== undefined, 'a purchase has a line');
  const { currency } = first.option;
  assert(
    quoted.every(({ option }) => option.currency === currency),
    'a purchase has one currency',
  );
  const taxRate = await taxRateOf(context);
  const linesOfAll = (linesOf: (quote: PossibleQuote) => PossibleQuote['today']) =>
    quoted.flatMap(({ requested, quote }) =>
      quoteLines(linesOf(quote), requested.offer.title, `${requested.index + 1}`),
    );
  const column = (linesOf: (quote: PossibleQuote) => PossibleQuote['today']) =>
    columnOf(linesOfAll(linesOf), taxRate, currency);
  const totalText = (amounts: readonly Money[]) => sum(amounts, currency).amount.toFixed();
  const nextOn = earliestDate(quoted.flatMap(({ quote }) => (quote.nextCharge ? [quote.nextCharge.on] : [])));
  const undos = quoted.flatMap(({ quote }) => (quote.undo === 'never' ? [] : [quote.undo]));
  const undo = undos.length === quoted.length ? undoOf(sumRefundPeriods(undos.map(({ periods }) => periods))) : 'never';
  const view: PossibleView = {
    possible: true,
    kind: 'purchase',
    currency,
    taxRate: taxRate.toFixed(),
    items: quoted.map(({ requested, quote }) => itemOf(requested, quote)),
    columns: {
      today: column((quote) => quote.today),
      nextCharge: {
        ...column((quote) => (nextOn && quote.nextCharge?.on.equals(nextOn) ? quote.nextCharge.lines : [])),
        on: nextOn?.toString() ?? null,
      },
      untilTermEnd: invoicedColumnOf(
        linesOfAll((quote) => quote.untilTermEnd),
        taxRate,
        currency,
      ),
    },
    undo: undo === 'never' ? null : undoView(undo),
    commitment: {
      endsBefore: latestDate(quoted.map(({ quote }) => quote.after.term.endsBefore)).toString(),
      net: totalText(quoted.map(({ quote }) => quote.commitment.net)),
    },
    sideEffects: [
      ...quoted.flatMap(({ requested, quote }) => trialEffects(requested.offer.title, quote, currency)),
      ...priceEffects(quoted.flatMap(({ quote }) => quote.sideEffects)),
      ...windowEffects(context, first.requested),
    ],
    validUntil: earliestInstant(quoted.map(({ quote }) => quote.validUntil)).toString(),
  };
  const { vendor } = first.requested;
  return {
    possible: true,
    view,
    execution: {
      vendor: vendor.id,
      tenantId: vendor.needsTenant ? change.tenantId : null,
      subscriptionId: null,
      lines: quoted.map(({ requested, quote }) => draftOf(requested, quote, view)),
    },
  };
}

function draftOf(
  { line, index, offer: wanted }: RequestedLine,
  quote: PossibleQuote,
  view: PossibleView,
): OrderLineDraft {
  return {
    offerId: wanted.id,
    subscriptionId: null,
    name: wanted.title,
    seatCount: line.seatCount,
    termDuration: line.termDuration,
    billingCycle: line.billingCycle,
    unitPricePerCycle: quote.after.unitPricePerCycle.amount.toFixed(),
    answers: line.answers ?? null,
    chargeKeys: view.columns.today.lines.map(({ key }) => key).filter((key) => key.startsWith(`${index + 1}.`)),
  };
}

function itemOf({ line, offer: wanted }: RequestedLine, { after }: PossibleQuote): QuoteItem {
  return {
    name: wanted.title,
    subscriptionId: null,
    termDuration: line.termDuration,
    billingCycle: line.billingCycle,
    seats: { before: 0, after: line.seatCount },
    unitPricePerCycle: { before: null, after: after.unitPricePerCycle.amount.toFixed() },
    termEndOutcome: { before: 'ends', after: after.endOfTerm?.outcome ?? 'unknown' },
    term: { startsOn: after.term.startsOn.toString(), endsBefore: after.term.endsBefore.toString() },
  };
}

/** Of a purchase only that the price may change; once for each day. */
function priceEffects(effects: readonly SideEffect[]): PossibleView['sideEffects'] {
  const days = effects.flatMap((effect) => (effect.kind === 'priceMayChange' ? [effect.on.toString()] : []));
  return [...new Set(days)].sort().map((on) => ({ code: 'priceMayChange', facts: { on } }));
}

/** A free trial says that it becomes paid, when and for how much; the amounts are net, with those that are known. */
function trialEffects(name: string, { sideEffects }: PossibleQuote, currency: string): PossibleView['sideEffects'] {
  return sideEffects.flatMap((effect) => {
    if (effect.kind !== 'trialBecomesPaid') return [];
    const { on, seatCount, termDuration, billingCycle, firstCharge, wholeTerm } = effect;
    const facts = { name, on: on.toString(), seatCount, termDuration, billingCycle, currency };
    return firstCharge && wholeTerm
      ? [
          {
            code: 'trialBecomesPaid',
            facts: { ...facts, firstCharge: firstCharge.amount.toFixed(), wholeTerm: wholeTerm.amount.toFixed() },
          },
        ]
      : [{ code: 'trialBecomesPaidAtListPrice', facts }];
  });
}

/** The window of a service that is activated by hand opens later. */
function windowEffects({ services }: OperationContext, { offer }: RequestedLine): PossibleView['sideEffects'] {
  const vendor = catalogueVendorOf(services, offer.vendor);
  const window = vendor.policyOf(offer).proratedRefund;
  if (vendor.opensWindowsAtPurchase || window === undefined) return [];
  return [{ code: 'windowOpensOnActivation', facts: { days: Math.floor(window.total('days')) } }];
}

/** What is promised at the purchase: nothing, where the window opens later. */
function policyOf({ services }: OperationContext, { offer }: RequestedLine): CancellationPolicy {
  const vendor = catalogueVendorOf(services, offer.vendor);
  return vendor.opensWindowsAtPurchase ? vendor.policyOf(offer) : OTHER_POLICIES.none;
}

/** The whole-term prices of what the trials among the lines become: a year billed monthly, where it is on sale. */
async function readPaidPrices({ tx, accountId, clock }: OperationContext, lines: readonly RequestedLine[]) {
  const trialIds = lines.filter(({ offer }) => offer.isTrial).map(({ offer }) => offer.id);
  const paidOffers = await findPaidOffers(tx, trialIds);
  const priceList = await readPriceList(tx, { accountId, offerIds: [...paidOffers.values()], at: clock.now() });
  return new Map(
    [...paidOffers].flatMap(([trialId, offerId]) => {
      const option = priceList({ offerId, termDuration: 'P1Y', billingCycle: 'monthly' });
      return option
        ? [[trialId, multiply(money(option.unitPricePerCycle, option.currency), option.cyclesPerTerm)] as const]
        : [];
    }),
  );
}

async function taxRateOf({ tx, accountId }: OperationContext) {
  const [row] = await tx.select({ vatRate: account.vatRate }).from(account).where(eq(account.id, accountId));
  assert(row !== undefined, 'the account is there');
  return row.vatRate;
}

function earliestInstant(instants: readonly Temporal.Instant[]): Temporal.Instant {
  return instants.reduce((first, next) => (Temporal.Instant.compare(next, first) < 0 ? next : first));
}

function earliestDate(dates: readonly Temporal.PlainDate[]): Temporal.PlainDate | undefined {
  return dates.toSorted(Temporal.PlainDate.compare)[0];
}

function latestDate(dates: readonly Temporal.PlainDate[]): Temporal.PlainDate {
  return dates.reduce((last, next) => (Temporal.PlainDate.compare(next, last) > 0 ? next : last));
}
