import { type ActionAnswer, type ActionName, allowedActions } from '@licence-portal/nce';
import { z } from 'zod';
import { ImpossibleView } from '#features/orders/orders.ts';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { changeInProgressView, impossibleView } from './change-view.ts';
import { findOpenChange } from './find-pending-order.ts';
import { getChangeable } from './get-changeable.ts';

/** The actions of the rules that a kind of change is made of, the one that people mean first. */
const ACTIONS = {
  seats: ['addSeats', 'removeSeats'],
  renewal: ['turnAutoRenewOff', 'turnAutoRenewOn', 'extendMonthlyAtTermEnd'],
  cancel: ['cancelNow'],
} as const satisfies Record<string, readonly [ActionName, ...ActionName[]]>;

/**
 * Why no change of a kind can be made now, whatever one asked for; null where its preview is worth asking for. It says what the
 * preview would, before there is one.
 */
export const findHindrance = operation({
  name: 'subscriptions.findHindrance',
  kind: 'read',
  permission: 'subscriptions.read',
  input: z.object({ subscriptionId: idOf('subscription'), kind: z.enum(['seats', 'renewal', 'cancel']) }),
  output: z.object({ hindrance: ImpossibleView.nullable() }),
  refusals: ['subscriptions.notFound'],
  async run(context, { subscriptionId, kind }) {
    const changeable = await getChangeable(context, subscriptionId);
    const open = await findOpenChange(context.tx, subscriptionId);
    if (open) return { hindrance: changeInProgressView(kind, changeable, open) };

    const answers = allowedActions(changeable.state, context.clock.now(), changeable.sale);
    const refusals = ACTIONS[kind].map((action) => answers[action]).filter(isRefused);
    const [first] = refusals;
    const isHindered = first !== undefined && refusals.length === ACTIONS[kind].length;
    return { hindrance: isHindered ? impossibleView(kind, changeable, first) : null };
  },
});

function isRefused(answer: ActionAnswer): answer is Extract<ActionAnswer, { allowed: false }> {
  return !answer.allowed;
}
