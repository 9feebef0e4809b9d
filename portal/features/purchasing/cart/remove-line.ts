import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { cartLine } from '../tables.ts';
import { getLine } from './get-line.ts';

export const removeLine = operation({
  name: 'purchasing.removeLine',
  description: "Removes a line from the caller's cart.",
  kind: 'write',
  permission: 'purchasing.manage',
  input: z.object({ lineId: idOf('cartLine').describe('Id of the line of the cart.') }),
  output: z.object({}),
  refusals: ['purchasing.lineNotFound'],
  async run(context, { lineId }) {
    const line = await getLine(context, lineId);
    await context.tx.delete(cartLine).where(eq(cartLine.id, lineId));
    await context.audit.record('purchasing.lineRemoved', { lineId, offerId: line.offerId });
    return {};
  },
});
