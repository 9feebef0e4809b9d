import { type AvailableOffers, allowedActions, monthsInTerm, type SubscriptionState } from '@licence-portal/nce';
import { TRIAL_CONVERSION_SEATS_MIN } from '@licence-portal/nce/internals';
import { and, eq, inArray, ne } from 'drizzle-orm';
import { z } from 'zod';
import { findOfferByVendorIds, type Offer, readPriceList } from '#features/catalogue/catalogue.ts';
import { ImpossibleView } from '#features/orders/orders.ts';
import type { Tx } from '#platform/database.server.ts';
import { idOf } from '#platform/ids.ts';
import { type OperationContext, operation } from '#platform/operation.server.ts';
import { InstantText, MoneyWire, moneyWire } from '#platform/wire.ts';
import { changeInProgressView, impossibleView } from '../change/change-view.ts';
import { findPendingOrder } from '../change/find-pending-order.ts';
import { type Changeable, getChangeable } from '../change/get-changeable.ts';
import { BillingCycle, SeatCountShown, SubscriptionId, TermDuration } from '../subscription-wire.ts';
import { subscription, upgradeReading } from '../tables.ts';
import { type PlanOnSale, plansOnSale } from './plans-on-sale.ts';
import { chooseTransition, type UpgradeTargetReading } from './upgrade-reader.ts';

const Option = z
  .object({
    way: z
      .enum(['product', 'subscription', 'longerTerm'])
      .describe('`product` (another product), `subscription` (an existing one receives the licences) or `longerTerm`.'),
    offerId: idOf('offer').nullable().describe('Offer that follows; null for a subscription.'),
    intoSubscriptionId: SubscriptionId.nullable().describe('Subscription that receives the licences; else null.'),
    title: z.string().describe('Title of the product, or name of the subscription.'),
    termDuration: TermDuration,
    billingCycle: BillingCycle,
    unitPricePerCycle: MoneyWire.describe('Net price of one licence for one charge cycle, not rounded.'),
    isPossible: z.boolean().describe('The vendor allows it now.'),
    description: z.string().nullable().describe("The vendor's own reason against it; null where there is none."),
  })
  .describe('One way to change the product or term now.');

export const getUpgradeOptions = operation({
  name: 'subscriptions.getUpgradeOptions',
  description:
    'Lists what a subscription can become now: other products, subscriptions that can receive its licences, and longer ' +
    "terms, with the customer's prices. `subscriptions.readUpgradeTargets` asks the vendor first.",
  kind: 'read',
  permission: 'subscriptions.manage',
  input: z.object({ subscriptionId: SubscriptionId }),
  output: z.object({
    blocker: ImpossibleView.nullable().describe('The reason why nothing can change now; null where something can.'),
    options: z.array(Option).describe('What is possible, or would be: products first, then subscriptions, then terms.'),
    seatCountMin: z.number().int().describe('Fewest licences that can move.'),
    seatCountMax: SeatCountShown.nullable().describe('Most licences that can move; null where no limit is known.'),
    movesAll: z.boolean().describe('All licences change together: a trial becomes paid.'),
    readAt: InstantText.nullable().describe('Instant at which the vendor was asked; null where it never was.'),
  }),
  refusals: ['subscriptions.notFound'],
  async run(context, { subscriptionId }) {
    const changeable = await getChangeable(context, subscriptionId);
    const { row, state } = changeable;
    const [read] = await context.tx
      .select()
      .from(upgradeReading)
      .where(eq(upgradeReading.subscriptionId, subscriptionId));
    const pending = await findPendingOrder(context.tx, subscriptionId);
    const options = await listOptions(context, changeable, read?.targets ?? []);
    const blocker = pending
      ? changeInProgressView('upgrade', changeable, pending)
      : findBlocker(context, changeable, read && options);
    return {
      blocker,
      options: blocker === null ? options : [],
      seatCountMin: row.isTrial ? TRIAL_CONVERSION_SEATS_MIN : 1,
      seatCountMax: row.isTrial ? null : state.seatCount,
      movesAll: row.isTrial,
      readAt: read?.readAt.toString() ?? null,
    };
  },
});

type Shown = z.input<typeof Option>;

async function listOptions(
  { tx, clock }: OperationContext,
  { row, offer, state }: Changeable,
  targets: readonly UpgradeTargetReading[],
): Promise<Shown[]> {
  const offers: { target: UpgradeTargetReading; offer: Offer }[] = [];
  for (const target of targets) {
    const found = await findOfferByVendorIds(tx, { vendor: row.vendor, ...target });
    if (found !== undefined) offers.push({ target, offer: found });
  }
  const offerIds = [...offers.map((one) => one.offer.id), ...(offer ? [offer.id] : [])];
  const priceList = await readPriceList(tx, { accountId: row.accountId, offerIds, at: clock.now() });
  const products = offers.flatMap(({ target, offer: sold }) =>
    plansOnSale(priceList, sold.id)
      .filter((plan) => row.isTrial || monthsOf(plan) >= monthsOf(row))
      .map((plan) => shownPlan('product', plan, answerOf(target, state))),
  );
  const terms =
    offer === undefined || row.isTrial
      ? []
      : plansOnSale(priceList, offer.id)
          .filter((plan) => row.isExtended || monthsOf(plan) > monthsOf(row))
          .map((plan) => shownPlan('longerTerm', plan, { isPossible: true, description: null }));
  return [...products, ...(await listSubscriptions(tx, row, targets)), ...terms];
}

function monthsOf({ termDuration }: Readonly<{ termDuration: string }>): number {
  return monthsInTerm(termDuration) ?? 0;
}

/** Some seats suffice: what is allowed for a part, or for all, can be chosen. */
function answerOf(target: UpgradeTargetReading, { isTrial }: SubscriptionState) {
  if (isTrial) return { isPossible: true, description: null };
  const all = chooseTransition(target, { movesAllSeats: true });
  const some = chooseTransition(target, { movesAllSeats: false });
  const isPossible = all.isEligible || some.isEligible;
  return { isPossible, description: isPossible ? null : (all.description ?? null) };
}

function shownPlan(way: 'product' | 'longerTerm', plan: PlanOnSale, answer: Pick<Shown, 'isPossible' | 'description'>) {
  const { offer, termDuration, billingCycle, unitPricePerCycle, currency } = plan;
  return {
    way,
    offerId: offer.id,
    intoSubscriptionId: null,
    title: offer.title,
    termDuration,
    billingCycle,
    unitPricePerCycle: moneyWire({ amount: unitPricePerCycle, currency }),
    ...answer,
  };
}

/** The subscriptions of the same tenant that the vendor lists as receivers. */
async function listSubscriptions(
  tx: Tx,
  row: Changeable['row'],
  targets: readonly UpgradeTargetReading[],
): Promise<Shown[]> {
  const listed = new Map(targets.flatMap((one) => one.subscriptions.map((it) => [it.vendorSubscriptionId, it])));
  if (listed.size === 0 || row.tenantId === null) return [];
  const known = await tx
    .select()
    .from(subscription)
    .where(
      and(
        eq(subscription.tenantId, row.tenantId),
        ne(subscription.id, row.id),
        inArray(subscription.vendorSubscriptionId, [...listed.keys()]),
      ),
    )
    .orderBy(subscription.name, subscription.id);
  return known.map((one) => ({
    way: 'subscription',
    offerId: null,
    intoSubscriptionId: one.id,
    title: one.name,
    termDuration: one.termDuration,
    billingCycle: one.billingCycle,
    unitPricePerCycle: moneyWire({ amount: one.unitPricePerCycle, currency: one.currency }),
    isPossible: listed.get(one.vendorSubscriptionId)?.isEligible ?? false,
    description: listed.get(one.vendorSubscriptionId)?.description ?? null,
  }));
}

/** @param options  undefined while the vendor was never asked */
function findBlocker(
  { clock, services }: OperationContext,
  changeable: Changeable,
  options: readonly Shown[] | undefined,
) {
  const { row, state, availableOffers } = changeable;
  if (services.vendors[row.vendor]?.stepsOf.upgrade === null) {
    const facts = { name: row.name };
    return { possible: false, kind: 'upgrade', reason: 'upgradeNotOffered', facts, instead: null } as const;
  }
  const offers: AvailableOffers = {
    ...availableOffers,
    upgradeCount: options?.filter(({ way, isPossible }) => way !== 'longerTerm' && isPossible).length,
    plans: options?.filter(({ way }) => way === 'longerTerm'),
  };
  const answers = allowedActions(state, clock.now(), offers);
  const actions = state.isTrial ? (['convertTrial'] as const) : (['upgrade', 'changeToLongerTerm'] as const);
  const refused = actions.map((action) => answers[action]).filter((answer) => !answer.allowed);
  const [first] = refused;
  return first !== undefined && refused.length === actions.length ? impossibleView('upgrade', changeable, first) : null;
}
