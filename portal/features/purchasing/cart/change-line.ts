import { and, eq, ne } from 'drizzle-orm';
import { z } from 'zod';
import { getOfferOption } from '#features/catalogue/catalogue.ts';
import type { Tx } from '#platform/database.server.ts';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { PurchaseLine } from '../purchase/purchase-change.ts';
import { cartLine } from '../tables.ts';
import { getLine } from './get-line.ts';
import { assertRequiredAnswers } from './required-answers.ts';
import { assertSeatBounds } from './seat-bounds.ts';

export const changeLine = operation({
  name: 'purchasing.changeLine',
  description:
    'Sets the number of licences of a line of the cart, its term and billing and the answers to its order form. The ' +
    'price of the moment is stored as the price that the person has seen. A line that becomes like another one of the ' +
    'same offer adds up with it.',
  kind: 'write',
  permission: 'purchasing.manage',
  input: PurchaseLine.pick({ seatCount: true, answers: true }).extend({
    lineId: idOf('cartLine').describe('Id of the line of the cart.'),
    termDuration: PurchaseLine.shape.termDuration.optional(),
    billingCycle: PurchaseLine.shape.billingCycle.optional(),
  }),
  output: z.object({ seatCount: z.number().int().describe('Licences of the line afterwards.') }),
  refusals: ['purchasing.lineNotFound', 'purchasing.notSold'],
  async run(context, { lineId, seatCount, answers, ...plan }) {
    const { tx, clock, audit } = context;
    const line = await getLine(context, lineId);
    const termDuration = plan.termDuration ?? line.termDuration;
    const billingCycle = plan.billingCycle ?? line.billingCycle;
    const option = await getOfferOption(tx, { ...line, termDuration, billingCycle, at: clock.now() });
    if (option === undefined || !option.isSold) throw new Refusal('purchasing.notSold');
    const same = await findSameLine(tx, { ...line, termDuration, billingCycle });
    const total = seatCount + (same?.seatCount ?? 0);
    assertSeatBounds(option.offer, total);
    const allAnswers = answers ?? line.answers;
    assertRequiredAnswers(option.offer, allAnswers);

    if (same !== undefined) await tx.delete(cartLine).where(eq(cartLine.id, same.id));
    await tx
      .update(cartLine)
      .set({
        seatCount: total,
        termDuration,
        billingCycle,
        seenUnitPricePerCycle: option.unitPricePerCycle,
        currency: option.currency,
        answers: allAnswers,
      })
      .where(eq(cartLine.id, lineId));
    await audit.record('purchasing.lineChanged', {
      lineId,
      from: line.seatCount,
      to: total,
      termDuration,
      billingCycle,
    });
    return { seatCount: total };
  },
});

/** Another line of the cart with the same offer on the same terms. */
async function findSameLine(tx: Tx, line: typeof cartLine.$inferSelect) {
  const [same] = await tx
    .select({ id: cartLine.id, seatCount: cartLine.seatCount })
    .from(cartLine)
    .where(
      and(
        eq(cartLine.cartId, line.cartId),
        eq(cartLine.offerId, line.offerId),
        eq(cartLine.termDuration, line.termDuration),
        eq(cartLine.billingCycle, line.billingCycle),
        ne(cartLine.id, line.id),
      ),
    );
  return same;
}
