import {
  calculatePurchaseQuote,
  missingPrerequisites,
  money,
  multiply,
  type PossibleQuote,
  type SideEffect,
} from '@licence-portal/nce';
import { and, eq, inArray, isNotNull } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import {
  asOwned,
  type Offer,
  type OfferOption,
  offer,
  openQuestions,
  readPriceList,
} from '#features/catalogue/catalogue.ts';
import { subscription } from '#features/subscriptions/tables.ts';
import { getTenantRow, segmentOpenedBy, type TenantRow } from '#features/tenants/tenants.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert, type Facts, Refusal } from '#platform/refusal.ts';
import type { ChangeKind, OrderLineDraft, PurchaseChange, PurchaseLine, QuoteAnswer } from './change.ts';
import { quoteLines } from './quote-lines.ts';
import type { ImpossibleView, PossibleView, QuoteItem } from './quote-view.ts';
import { columnOf } from './rules.ts';
import type { Vendor } from './vendor.ts';

/** Buys offers: their price of the moment, the rules of their SKUs, what the tenant may buy, and what it owns already. */
export const purchase: ChangeKind<'purchase'> = {
  kind: 'purchase',
  async quote(context, change) {
    const lines = await askedLines(context, change.lines);
    const tenant = change.tenantId === null ? undefined : await getTenantRow(context.tx, change.tenantId);

    const refused =
      answerVendor(context, lines, tenant) ??
      (await answerOwnership(context, lines, tenant)) ??
      lines.map((line) => answerLine(line, tenant)).find((answer) => answer !== undefined);
    if (refused !== undefined) return { possible: false, view: refused };
    return quoteLinesOf(context, change, lines);
  },
};

type AskedLine = Readonly<{
  line: PurchaseLine;
  index: number;
  offer: Offer;
  /** Undefined when it is not sold so now. */
  option: OfferOption | undefined;
}>;

async function askedLines({ tx, clock }: OperationContext, lines: readonly PurchaseLine[]): Promise<AskedLine[]> {
  const offerIds = lines.map(({ offerId }) => offerId);
  const offers = await tx.select().from(offer).where(inArray(offer.id, offerIds));
  const priceList = await readPriceList(tx, { offerIds, at: clock.now() });
  return lines.map((line, index) => {
    const found = offers.find(({ id }) => id === line.offerId);
    if (found === undefined) throw new Refusal('orders.offerNotFound');
    return { line, index, offer: found, option: priceList(line) };
  });
}

/** One order is one vendor's; Microsoft's needs an account at Microsoft that is ready for it. */
function answerVendor(
  context: OperationContext,
  lines: readonly AskedLine[],
  tenant: TenantRow | undefined,
): ImpossibleView | undefined {
  const [vendorId, other] = new Set(lines.map((line) => line.offer.vendor));
  if (other !== undefined) return impossible('severalVendors', {});
  if (!vendorOf(context, vendorId).purchase.needsTenant) return undefined;
  if (tenant === undefined) return impossible('tenantMissing', {}, 'chooseTenant');

  const facts = { domain: tenant.domain };
  if (tenant.status === 'awaitingRelationship') return impossible('tenantAwaitsRelationship', facts, 'chooseTenant');
  if (tenant.agreementConfirmedAt === null && tenant.agreement === null) {
    return impossible('agreementMissing', facts, 'chooseTenant');
  }
  return undefined;
}

/** A trial is had once; an add-on needs what it is added to, owned or in the same order. */
async function answerOwnership(
  { tx, accountId }: OperationContext,
  lines: readonly AskedLine[],
  tenant: TenantRow | undefined,
): Promise<ImpossibleView | undefined> {
  const owned = await tx
    .selectDistinct({
      offerId: subscription.offerId,
      status: subscription.status,
      productId: offer.vendorProductId,
      skuId: offer.vendorSkuId,
    })
    .from(subscription)
    .innerJoin(offer, eq(offer.id, subscription.offerId))
    .where(
      and(
        eq(subscription.accountId, accountId),
        isNotNull(subscription.offerId),
        tenant === undefined ? undefined : eq(subscription.tenantId, tenant.id),
      ),
    );
  for (const { line, index, offer: asked } of lines) {
    const facts = { name: asked.title, line: index };
    if (asked.isTrial) {
      const isTwice = lines.some((other) => other.index !== index && other.line.offerId === line.offerId);
      if (isTwice || owned.some(({ offerId }) => offerId === asked.id)) return impossible('trialUsed', facts);
    }
    const missing = missingPrerequisites(asked.prerequisites, [...owned, ...lines.map(({ offer }) => asOwned(offer))]);
    if (missing.length === 0) continue;
    const titles = await titlesOf(tx, missing);
    return impossible('prerequisiteMissing', { ...facts, prerequisites: titles }, 'buyPrerequisite');
  }
  return undefined;
}

/** Titles of the first few offers, for the sentence. */
async function titlesOf(tx: OperationContext['tx'], keys: readonly string[]): Promise<string> {
  const productIds = keys.map((key) => key.split(':')[0]?.toUpperCase() ?? '');
  const found = await tx
    .selectDistinct({ title: offer.title, productId: offer.vendorProductId, skuId: offer.vendorSkuId })
    .from(offer)
    .where(inArray(offer.vendorProductId, productIds));
  const wanted = new Set(keys.map((key) => key.toUpperCase()));
  const titles = found
    .filter(({ productId, skuId }) => wanted.has(`${productId}:${skuId}`.toUpperCase()))
    .map(({ title }) => title);
  return (titles.length === 0 ? keys : titles).slice(0, 3).join(', ');
}

function answerLine(
  { line, index, offer: asked, option }: AskedLine,
  tenant: TenantRow | undefined,
): ImpossibleView | undefined {
  const facts = { name: asked.title, line: index };
  if (option === undefined) return impossible('notSold', facts, 'chooseOption');
  const isOpen = asked.segment === 'commercial' || segmentOpenedBy(tenant?.qualification ?? 'None') === asked.segment;
  if (asked.vendor === 'microsoft' && !isOpen) {
    return impossible('segmentNotAllowed', { ...facts, segment: asked.segment }, 'chooseTenant');
  }
  const [missing] = openQuestions(asked.orderForm, line.answers);
  return missing && impossible('answerMissing', { ...facts, field: missing.name });
}

function quoteLinesOf(context: OperationContext, change: PurchaseChange, lines: readonly AskedLine[]) {
  const quoted: { asked: AskedLine; option: OfferOption; quote: PossibleQuote }[] = [];
  for (const asked of lines) {
    const { option, line } = asked;
    assert(option !== undefined, 'every line has a price here');
    const unitPrice = money(option.unitPricePerCycle, option.currency);
    const quote = calculatePurchaseQuote(
      {
        termDuration: line.termDuration,
        billingCycle: line.billingCycle,
        seatCount: line.seatCount,
        wholeTermPrice: multiply(unitPrice, option.cyclesPerTerm),
        seatCountMin: asked.offer.seatCountMin,
        seatCountMax: asked.offer.seatCountMax ?? undefined,
      },
      context.clock.now(),
    );
    if (!quote.possible) {
      const { since: _, termEndsBefore: __, ...facts } = quote.facts;
      const view = impossible(quote.reason, { name: asked.offer.title, line: asked.index, ...facts }, 'changeSeats');
      return { possible: false as const, view };
    }
    quoted.push({ asked, option, quote });
  }
  return answerOf(context, change, quoted);
}

async function answerOf(
  context: OperationContext,
  change: PurchaseChange,
  quoted: readonly { asked: AskedLine; option: OfferOption; quote: PossibleQuote }[],
): Promise<QuoteAnswer> {
  const [first] = quoted;
  assert(first !== undefined, 'a purchase has a line');
  const { currency } = first.option;
  assert(
    quoted.every(({ option }) => option.currency === currency),
    'a purchase has one currency',
  );
  const taxRate = await taxRateOf(context);
  const column = (linesOf: (quote: PossibleQuote) => PossibleQuote['today']) =>
    columnOf(
      quoted.flatMap(({ asked, quote }) => quoteLines(linesOf(quote), asked.offer.title, `${asked.index + 1}`)),
      taxRate,
      currency,
    );
  const nextOn = earliestDate(quoted.flatMap(({ quote }) => (quote.nextCharge ? [quote.nextCharge.on] : [])));
  const undos = quoted.flatMap(({ quote }) => (quote.undo === 'never' ? [] : [quote.undo]));
  const view: PossibleView = {
    possible: true,
    kind: 'purchase',
    currency,
    taxRate: taxRate.toFixed(),
    items: quoted.map(({ asked, quote }) => itemOf(asked, quote)),
    columns: {
      today: column((quote) => quote.today),
      nextCharge: {
        ...column((quote) => (nextOn && quote.nextCharge?.on.equals(nextOn) ? quote.nextCharge.lines : [])),
        on: nextOn?.toString() ?? null,
      },
      untilTermEnd: column((quote) => quote.untilTermEnd),
    },
    undo:
      undos.length === quoted.length
        ? {
            until: earliestInstant(undos.map(({ until }) => until)).toString(),
            refund: undos
              .reduce((total, { refund }) => total.plus(refund.amount), first.quote.commitment.net.amount.times(0))
              .toFixed(),
          }
        : null,
    commitment: {
      endsBefore: latestDate(quoted.map(({ quote }) => quote.after.term.endsBefore)).toString(),
      net: quoted
        .reduce(
          (total, { quote }) => total.plus(quote.commitment.net.amount),
          first.quote.commitment.net.amount.times(0),
        )
        .toFixed(),
    },
    sideEffects: sideEffectsOf(quoted.flatMap(({ quote }) => quote.sideEffects)),
    validUntil: earliestInstant(quoted.map(({ quote }) => quote.validUntil)).toString(),
  };
  const vendor = vendorOf(context, first.asked.offer.vendor);
  return {
    possible: true,
    view,
    execution: {
      vendor: vendor.id,
      steps: vendor.purchase.steps,
      tenantId: vendor.purchase.needsTenant ? change.tenantId : null,
      subscriptionId: null,
      lines: quoted.map(({ asked, quote }) => draftOf(asked, quote, view)),
    },
  };
}

function draftOf({ line, index, offer: asked }: AskedLine, quote: PossibleQuote, view: PossibleView): OrderLineDraft {
  return {
    offerId: asked.id,
    subscriptionId: null,
    name: asked.title,
    seatCount: line.seatCount,
    termDuration: line.termDuration,
    billingCycle: line.billingCycle,
    unitPricePerCycle: quote.after.unitPricePerCycle.amount.toFixed(),
    answers: line.answers ?? null,
    chargeKeys: view.columns.today.lines.map(({ key }) => key).filter((key) => key.startsWith(`${index + 1}.`)),
  };
}

function itemOf({ line, offer: asked }: AskedLine, { after }: PossibleQuote): QuoteItem {
  return {
    name: asked.title,
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
function sideEffectsOf(effects: readonly SideEffect[]): PossibleView['sideEffects'] {
  const days = effects.flatMap((effect) => (effect.kind === 'priceMayChange' ? [effect.on.toString()] : []));
  return [...new Set(days)].sort().map((on) => ({ code: 'priceMayChange', facts: { on } }));
}

async function taxRateOf({ tx, accountId }: OperationContext) {
  const [row] = await tx.select({ vatRate: account.vatRate }).from(account).where(eq(account.id, accountId));
  assert(row !== undefined, 'the account is there');
  return row.vatRate;
}

function vendorOf({ services }: OperationContext, vendorId: string | undefined): Vendor {
  const vendor = vendorId === undefined ? undefined : services.vendors[vendorId];
  assert(vendor !== undefined, `vendor ${vendorId} is known`);
  return vendor;
}

function impossible(reason: string, facts: Facts, action?: string): ImpossibleView {
  return {
    possible: false,
    kind: 'purchase',
    reason,
    facts,
    instead: action === undefined ? null : { action, facts },
  };
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
