import { type ActionAnswer, type ActionName, allowedActions } from '@licence-portal/nce';
import { z } from 'zod';
import { ImpossibleView } from '#features/orders/orders.ts';
import { operation } from '#platform/operation.server.ts';
import { SubscriptionId } from '../subscription-wire.ts';
import { changeInProgressView, impossibleView } from './change-view.ts';
import { findPendingOrder } from './find-pending-order.ts';
import { getChangeable } from './get-changeable.ts';

/** The actions of the rules that each kind of change consists of, the usual one first. */
const ACTIONS = {
  seats: ['addSeats', 'removeSeats'],
  renewal: ['turnAutoRenewOff', 'turnAutoRenewOn', 'extendMonthlyAtTermEnd'],
  cancel: ['cancelNow'],
} as const satisfies Record<string, readonly [ActionName, ...ActionName[]]>;

export const findChangeBlocker = operation({
  name: 'subscriptions.findChangeBlocker',
  description:
    'Finds the reason why a subscription cannot be changed now in a given way, whatever the new value. Without a ' +
    'blocker a quote of the change can be made; with one, every quote would give the same reason.',
  kind: 'read',
  permission: 'subscriptions.manage',
  input: z.object({
    subscriptionId: SubscriptionId,
    kind: z
      .enum(['seats', 'renewal', 'cancel'])
      .describe('Kind of change: `seats`, `renewal` (the choice for the end of the term) or `cancel`.'),
  }),
  output: z.object({
    blocker: ImpossibleView.nullable().describe(
      'The reason, and the alternative; null where nothing blocks the change.',
    ),
  }),
  refusals: ['subscriptions.notFound'],
  async run(context, { subscriptionId, kind }) {
    const changeable = await getChangeable(context, subscriptionId);
    const pending = await findPendingOrder(context.tx, subscriptionId);
    if (pending) return { blocker: changeInProgressView(kind, changeable, pending) };

    const answers = allowedActions(changeable.state, context.clock.now(), changeable.availableOffers);
    const refusals = ACTIONS[kind].map((action) => answers[action]).filter(isRefused);
    const [first] = refusals;
    const isBlocked = first !== undefined && refusals.length === ACTIONS[kind].length;
    return { blocker: isBlocked ? impossibleView(kind, changeable, first) : null };
  },
});

function isRefused(answer: ActionAnswer): answer is Extract<ActionAnswer, { allowed: false }> {
  return !answer.allowed;
}
