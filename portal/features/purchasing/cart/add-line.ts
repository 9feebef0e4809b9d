import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { getOfferOption } from '#features/catalogue/catalogue.ts';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { assert, Refusal } from '#platform/refusal.ts';
import { PurchaseLine } from '../purchase/purchase-change.ts';
import { cartLine } from '../tables.ts';
import { openCart } from './open-cart.ts';
import { assertRequiredAnswers } from './required-answers.ts';
import { assertSeatBounds } from './seat-bounds.ts';

export const addLine = operation({
  name: 'purchasing.addLine',
  description: "Adds an offer to the caller's cart. The same offer on the same terms adds up on its line.",
  kind: 'write',
  permission: 'purchasing.manage',
  input: PurchaseLine,
  output: z.object({
    lineId: idOf('cartLine').describe('Id of the line of the cart.'),
    seatCount: z.number().int().describe('Licences of the line afterwards.'),
  }),
  refusals: ['purchasing.notSold'],
  async run(context, { offerId, termDuration, billingCycle, seatCount, answers }) {
    const { tx, accountId, clock, audit } = context;
    const { id: cartId } = await openCart(context);
    const [there] = await tx
      .select()
      .from(cartLine)
      .where(
        and(
          eq(cartLine.cartId, cartId),
          eq(cartLine.offerId, offerId),
          eq(cartLine.termDuration, termDuration),
          eq(cartLine.billingCycle, billingCycle),
        ),
      );
    const total = (there?.seatCount ?? 0) + seatCount;
    const option = await getOfferOption(tx, {
      ...{ accountId, offerId, termDuration, billingCycle },
      seatCount: total,
      at: clock.now(),
    });
    if (option === undefined || !option.isSold) throw new Refusal('purchasing.notSold');
    assertSeatBounds(option.offer, total);
    const allAnswers = answers ?? there?.answers ?? null;
    assertRequiredAnswers(option.offer, allAnswers);

    const values = {
      seatCount: total,
      seenUnitPricePerCycle: option.unitPricePerCycle,
      currency: option.currency,
      answers: allAnswers,
    };
    const [line] =
      there === undefined
        ? await tx
            .insert(cartLine)
            .values({ accountId, cartId, offerId, termDuration, billingCycle, createdAt: clock.now(), ...values })
            .returning({ id: cartLine.id })
        : await tx.update(cartLine).set(values).where(eq(cartLine.id, there.id)).returning({ id: cartLine.id });
    assert(line !== undefined, 'the line was not stored');
    await audit.record('purchasing.lineAdded', { lineId: line.id, offerId, seatCount });
    return { lineId: line.id, seatCount: total };
  },
});
