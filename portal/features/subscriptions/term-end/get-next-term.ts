import { renewalPlan } from '@licence-portal/nce';
import { scheduledChange } from '@licence-portal/nce/internals';
import { and, asc, desc, eq, gt, lte, sql } from 'drizzle-orm';
import { z } from 'zod';
import {
  findOfferOfSameVendor,
  findPaidOffers,
  getOffer,
  type Offer,
  offer,
  product,
} from '#features/catalogue/catalogue.ts';
import { concernsSubscription, customerOrder } from '#features/orders/orders.ts';
import type { Tx } from '#platform/database.server.ts';
import { idOf } from '#platform/ids.ts';
import { type OperationContext, operation } from '#platform/operation.server.ts';
import { InstantText } from '#platform/wire.ts';
import { type Changeable, getChangeable } from '../change/get-changeable.ts';
import { RenewalChange } from '../change/ordered-change.ts';
import { BillingCycle, SubscriptionId, TermDuration } from '../subscription-wire.ts';

const Planned = z.object({
  offerId: idOf('offer').nullable().describe('Offer of the next term; null where it is not in the catalogue.'),
  title: z.string().describe('Title of the product.'),
  termDuration: TermDuration,
  billingCycle: BillingCycle,
  seatCount: z.number().int().describe('Licences of the next term.'),
});

export const getNextTerm = operation({
  name: 'subscriptions.getNextTerm',
  description:
    'Gets what a subscription renews as, the change that is scheduled for it with who scheduled it, and the products ' +
    'that can follow.',
  kind: 'read',
  permission: 'subscriptions.read',
  input: z.object({ subscriptionId: SubscriptionId }),
  output: z.object({
    planned: Planned.nullable().describe('The next term if it renews; null for a subscription that has ended.'),
    scheduled: z
      .object({
        personName: z.string().nullable().describe('Who scheduled it in the portal; null where it was not here.'),
        at: InstantText.nullable().describe('When; null where it was not here.'),
      })
      .nullable()
      .describe('The change that is scheduled for the renewal; null where it renews as it is.'),
    offers: z
      .array(
        z.object({ offerId: idOf('offer').describe('Id of the offer.'), title: z.string().describe('Its title.') }),
      )
      .describe('Products that can follow, the present one first; empty where none can.'),
  }),
  refusals: ['subscriptions.notFound'],
  async run(context, { subscriptionId }) {
    const changeable = await getChangeable(context, subscriptionId);
    const isScheduled = scheduledChange(changeable.state) !== undefined;
    return {
      planned: (await findPlanned(context, changeable)) ?? null,
      scheduled: isScheduled ? await findScheduler(context, changeable) : null,
      offers: await listOffers(context, changeable),
    };
  },
});

async function findPlanned({ tx }: OperationContext, { row, offer: present, state }: Changeable) {
  const plan = renewalPlan(state);
  if (plan === undefined) return undefined;
  const { productId, skuId, seatCount, termDuration, billingCycle } = plan;
  const { offerId } = row;
  const isOther = offerId !== null && productId !== undefined && skuId !== undefined;
  const next = isOther
    ? await findOfferOfSameVendor(tx, offerId, { vendorProductId: productId, vendorSkuId: skuId.padStart(4, '0') })
    : present;
  return { offerId: next?.id ?? null, title: next?.title ?? row.name, seatCount, termDuration, billingCycle };
}

/** The person of the newest completed order that scheduled a next term. */
async function findScheduler({ tx }: OperationContext, { row }: Changeable) {
  const [order] = await tx
    .select({ change: customerOrder.change, personName: customerOrder.personName, placedAt: customerOrder.placedAt })
    .from(customerOrder)
    .where(and(concernsSubscription(tx, row.id), eq(customerOrder.kind, 'renewal'), eq(customerOrder.status, 'done')))
    .orderBy(desc(customerOrder.placedAt), desc(customerOrder.id))
    .limit(1);
  const change = order && RenewalChange.parse(order.change);
  if (order === undefined || !change?.next) return { personName: null, at: null };
  return { personName: order.personName, at: order.placedAt.toString() };
}

/** A trial becomes its paid product. */
async function listPaidOffers(tx: Tx, trial: Offer) {
  const paidId = (await findPaidOffers(tx, [trial.id])).get(trial.id);
  if (paidId === undefined) return [];
  const paid = await getOffer(tx, paidId);
  return paid === undefined ? [] : [{ offerId: paid.id, title: paid.title }];
}

/** What is sold to the same customers in the same category: add-ons follow add-ons. */
async function listOffers({ tx, clock, services }: OperationContext, { row, offer: present }: Changeable) {
  if (present === undefined || services.subscriptionReaders[row.vendor] === undefined) return [];
  if (row.isTrial) return listPaidOffers(tx, present);
  const now = clock.now();
  const category = tx.select({ category: product.category }).from(product).where(eq(product.id, present.productId));
  const found = await tx
    .select({ offerId: offer.id, title: offer.title })
    .from(offer)
    .innerJoin(product, eq(product.id, offer.productId))
    .where(
      and(
        eq(offer.vendor, row.vendor),
        eq(offer.segment, present.segment),
        eq(offer.isTrial, false),
        eq(offer.isAddOn, present.isAddOn),
        eq(product.category, sql`(${category})`),
        lte(offer.soldFrom, now),
        gt(offer.soldUntil, now),
      ),
    )
    .orderBy(asc(offer.title), asc(offer.id));
  const first = { offerId: present.id, title: present.title };
  return [first, ...found.filter(({ offerId }) => offerId !== present.id)];
}
