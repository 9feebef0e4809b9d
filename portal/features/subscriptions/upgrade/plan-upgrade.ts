import { money, type QuotePrices, type SubscriptionChange, type SubscriptionState } from '@licence-portal/nce';
import { eq } from 'drizzle-orm';
import { catalogueVendorOf, getOffer, type Offer, readPriceList } from '#features/catalogue/catalogue.ts';
import type { Id } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { type Changeable, getChangeable } from '../change/get-changeable.ts';
import { upgradeReading } from '../tables.ts';
import { type PlanOnSale, plansOnSale } from './plans-on-sale.ts';
import type { UpgradeChange } from './upgrade-change.ts';
import { chooseTransition, findTarget, type UpgradeTargetReading } from './upgrade-reader.ts';

/** An upgrade in the terms of the rules, with all that a quote and its order need of where the seats move to. */
export type PlannedUpgrade = Readonly<{
  change: SubscriptionChange;
  prices: QuotePrices;
  /** The offer of the seats afterwards. */
  offer: Offer;
  plan: Readonly<{ termDuration: string; billingCycle: string }>;
  /** The option that is bought; undefined where the seats join an existing subscription, which keeps its price. */
  option: PlanOnSale | undefined;
  into: Changeable | undefined;
}>;

/** Why an upgrade cannot be planned: what it leads to is not sold, is no subscription of the same tenant, … */
export type UpgradeRefusal = 'notOnSale' | 'targetsNotRead' | 'noUpgrade' | 'targetElsewhere' | 'upgradeNotOffered';

/** @throws Refusal `subscriptions.notFound` for a target subscription that the account does not have */
export async function planUpgrade(
  context: OperationContext,
  { row, offer, state }: Changeable,
  change: UpgradeChange,
): Promise<PlannedUpgrade | UpgradeRefusal> {
  const { to } = change;
  if (context.services.vendors[row.vendor]?.stepsOf.upgrade === null) return 'upgradeNotOffered';
  switch (to.way) {
    case 'longerTerm':
      return offer === undefined ? 'notOnSale' : planLongerTerm(context, { row, offer }, change, to);
    case 'product': {
      const target = await getOffer(context.tx, to.offerId);
      if (target === undefined || target.vendor !== row.vendor || target.isTrial) return 'notOnSale';
      const reading = await findTargetReading(context, row.id, target);
      if (typeof reading === 'string') return reading;
      const options = await readOptions(context, row.accountId, target.id);
      const { termDuration, billingCycle } = to;
      const option = options.find((one) => one.termDuration === termDuration && one.billingCycle === billingCycle);
      const moved = transitionOf(state, change, {
        reading,
        plan: { termDuration, billingCycle },
        offer: target,
        plans: options,
        policy: catalogueVendorOf(context.services, row.vendor).policyOf(target),
      });
      return { change: moved, prices: pricesOf(option), offer: target, plan: to, option, into: undefined };
    }
    case 'subscription': {
      const into = await getChangeable(context, to.subscriptionId);
      if (into.row.tenantId !== row.tenantId || into.row.vendor !== row.vendor) return 'targetElsewhere';
      if (into.offer === undefined) return 'noUpgrade';
      const reading = await findTargetReading(context, row.id, into.offer);
      if (typeof reading === 'string') return reading;
      const { termDuration, billingCycle } = into.row;
      const moved = transitionOf(state, change, {
        reading,
        plan: { termDuration, billingCycle },
        offer: into.offer,
        into: { state: into.state, vendorSubscriptionId: into.row.vendorSubscriptionId },
      });
      return { change: moved, prices: {}, offer: into.offer, plan: into.row, option: undefined, into };
    }
  }
}

type Destination = Readonly<{
  reading: UpgradeTargetReading;
  plan: Readonly<{ termDuration: string; billingCycle: string }>;
  offer: Pick<Offer, 'vendorProductId' | 'vendorSkuId' | 'seatCountMin' | 'seatCountMax'>;
  /** The plans that are on sale. Left out: not known. */
  plans?: readonly PlanOnSale[];
  policy?: ReturnType<ReturnType<typeof catalogueVendorOf>['policyOf']>;
  into?: Readonly<{ state: SubscriptionState; vendorSubscriptionId: string }>;
}>;

/** Seats that move to another product or subscription, as the rules see it: an upgrade, or the end of a trial. */
export function transitionOf(
  state: SubscriptionState,
  { seatCount }: Pick<UpgradeChange, 'seatCount'>,
  { reading, plan, offer, plans, policy, into }: Destination,
): SubscriptionChange {
  const { type, isEligible, description } = chooseTransition(reading, {
    movesAllSeats: seatCount >= state.seatCount,
    intoVendorSubscriptionId: into?.vendorSubscriptionId,
  });
  const shared = {
    termDuration: plan.termDuration,
    billingCycle: plan.billingCycle,
    seatBounds: { seatCountMin: offer.seatCountMin, seatCountMax: offer.seatCountMax ?? undefined },
    plans,
    into: into?.state,
  };
  if (state.isTrial) {
    const { vendorProductId: productId, vendorSkuId: skuId } = offer;
    return { kind: 'convertTrial', when: 'now', seatCount, to: { ...shared, productId, skuId, policy } };
  }
  const transfersLicences = type === 'transition_with_license_transfer';
  return {
    kind: 'upgrade',
    seatCount,
    to: { ...shared, transfersLicences, eligibility: { isEligible, description } },
  };
}

/** @returns the target's answer, or why there is none */
async function findTargetReading(
  { tx }: OperationContext,
  subscriptionId: Id<'subscription'>,
  offer: Offer,
): Promise<UpgradeTargetReading | 'targetsNotRead' | 'noUpgrade'> {
  const [read] = await tx.select().from(upgradeReading).where(eq(upgradeReading.subscriptionId, subscriptionId));
  if (read === undefined) return 'targetsNotRead';
  return findTarget(read.targets, offer) ?? 'noUpgrade';
}

async function planLongerTerm(
  context: OperationContext,
  { row, offer }: Pick<Changeable, 'row'> & { offer: Offer },
  { seatCount }: UpgradeChange,
  { termDuration, billingCycle }: Readonly<{ termDuration: string; billingCycle: string }>,
): Promise<PlannedUpgrade | UpgradeRefusal> {
  const options = await readOptions(context, row.accountId, offer.id);
  const option = options.find((one) => one.termDuration === termDuration && one.billingCycle === billingCycle);
  if (option === undefined) return 'notOnSale';
  const plan = { termDuration, billingCycle };
  const change = { kind: 'longerTerm', ...plan, seatCount } as const;
  return { change, prices: pricesOf(option), offer, plan, option, into: undefined };
}

async function readOptions(
  { tx, clock }: OperationContext,
  accountId: Changeable['row']['accountId'],
  id: Offer['id'],
) {
  return plansOnSale(await readPriceList(tx, { accountId, offerIds: [id], at: clock.now() }), id);
}

function pricesOf(option: PlanOnSale | undefined): QuotePrices {
  return option === undefined ? {} : { changedUnitPricePerCycle: money(option.unitPricePerCycle, option.currency) };
}
