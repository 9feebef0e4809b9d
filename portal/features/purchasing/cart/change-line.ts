import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { getOfferOption } from '#features/catalogue/catalogue.ts';
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
    'Sets the number of licences of a line of the cart and the answers to its order form. The price of the moment is ' +
    'stored as the price that the person has seen.',
  kind: 'write',
  permission: 'purchasing.manage',
  input: PurchaseLine.pick({ seatCount: true, answers: true }).extend({
    lineId: idOf('cartLine').describe('Id of the line of the cart.'),
  }),
  output: z.object({ seatCount: z.number().int().describe('Licences of the line afterwards.') }),
  refusals: ['purchasing.lineNotFound', 'purchasing.notSold'],
  async run(context, { lineId, seatCount, answers }) {
    const { tx, clock, audit } = context;
    const line = await getLine(context, lineId);
    const option = await getOfferOption(tx, { ...line, at: clock.now() });
    if (option === undefined || !option.isSold) throw new Refusal('purchasing.notSold');
    assertSeatBounds(option.offer, seatCount);
    const allAnswers = answers ?? line.answers;
    assertRequiredAnswers(option.offer, allAnswers);

    await tx
      .update(cartLine)
      .set({ seatCount, seenUnitPricePerCycle: option.unitPricePerCycle, answers: allAnswers })
      .where(eq(cartLine.id, lineId));
    await audit.record('purchasing.lineChanged', { lineId, from: line.seatCount, to: seatCount });
    return { seatCount };
  },
});
