import { and, eq, gte, lt } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import type { Tx } from '#platform/database.server.ts';
import { operation } from '#platform/operation.server.ts';
import { assert, Refusal } from '#platform/refusal.ts';
import { DateText, InstantText } from '#platform/wire.ts';
import { price } from '../tables.ts';
import { getOwnOfferForUpdate, NO_END, OWN_SEGMENT, type OwnOffer } from './own-offer.ts';
import { optionKey } from './own-options.ts';
import { OwnPrices, OwnProductId, pricePerTerm } from './own-service-schema.ts';

/**
 * Sets the prices of an own service from a day on. The prices that hold until then end on that day; changes that were
 * planned for it or for later days are replaced. A way to buy that is left out keeps its last price, for what runs.
 */
export const setOwnServicePrices = operation({
  name: 'catalogue.setOwnServicePrices',
  description:
    'Sets the prices of an own service, and the terms and billing cycles in which it is sold, from a day on. Changes ' +
    'planned for that day or later are replaced. What runs keeps its price until it renews; a way to buy that is left ' +
    'out is not sold any more and renews at its last price.',
  kind: 'write',
  permission: 'catalogue.sell',
  scope: 'provider',
  input: z.object({
    productId: OwnProductId,
    startsOn: DateText.describe('First day of the new prices, today or later, in the provider’s time zone.'),
    prices: OwnPrices,
  }),
  output: z.object({ effectiveFrom: InstantText.describe('Instant from which the prices hold, UTC.') }),
  refusals: ['catalogue.ownService.notFound'],
  async run({ tx, clock, audit }, { productId, startsOn, prices }) {
    const own = await getOwnOfferForUpdate(tx, productId);
    const provider = await getProvider(tx);
    const from = startOf(Temporal.PlainDate.from(startsOn), provider.timeZone, clock.now());
    const kept = await endPricesAt(tx, own, from);
    const sold = prices.map((option) => ({
      termDuration: option.termDuration as string,
      billingCycle: option.billingCycle as string,
      // The cost is not entered: rules that start from the cost start from the price then, never from nothing.
      costPerTerm: pricePerTerm(option),
      retailPricePerTerm: pricePerTerm(option),
      isSold: true,
    }));
    const keys = new Set(sold.map(optionKey));
    const unsold = kept.filter((row) => !keys.has(optionKey(row))).map((row) => ({ ...row, isSold: false }));
    const { country: market, currency } = provider;
    const added = { offerId: own.offer.id, market, currency, segment: OWN_SEGMENT };
    await tx
      .insert(price)
      .values([...sold, ...unsold].map((row) => ({ ...row, ...added, effectiveFrom: from, effectiveUntil: NO_END })));
    await audit.record('catalogue.ownServicePricesSet', { productId, startsOn }, null);
    return { effectiveFrom: from.toString() };
  },
});

async function getProvider(tx: Tx) {
  const [provider] = await tx.select().from(account).where(eq(account.kind, 'provider'));
  assert(provider !== undefined, 'the provider has an account');
  return provider;
}

/**
 * The instant at which a day begins; now, for today.
 *
 * @throws Refusal `input.invalid` at `startsOn` for a day that is over
 */
function startOf(day: Temporal.PlainDate, timeZone: string, now: Temporal.Instant): Temporal.Instant {
  const today = now.toZonedDateTimeISO(timeZone).toPlainDate();
  const order = Temporal.PlainDate.compare(day, today);
  if (order < 0) throw new Refusal('input.invalid', {}, [{ path: 'startsOn', code: 'input.dayIsOver' }]);
  return order === 0 ? now : day.toZonedDateTime(timeZone).toInstant();
}

/** Ends what holds at an instant, deletes what was planned from it on, and returns what has ended. */
async function endPricesAt(tx: Tx, { offer }: OwnOffer, from: Temporal.Instant) {
  const ofOffer = eq(price.offerId, offer.id);
  await tx.delete(price).where(and(ofOffer, gte(price.effectiveFrom, from)));
  return tx
    .update(price)
    .set({ effectiveUntil: from })
    .where(and(ofOffer, lt(price.effectiveFrom, from), gte(price.effectiveUntil, from)))
    .returning({
      termDuration: price.termDuration,
      billingCycle: price.billingCycle,
      costPerTerm: price.costPerTerm,
      retailPricePerTerm: price.retailPricePerTerm,
    });
}
