import type { ScheduledAction, ScheduledInstructions, Subscription } from './subscription.ts';

/** The fields to change. An absent field stays as it was read; `null`, or an empty list of actions, removes it. */
export type SubscriptionChanges = Readonly<{
  /** The new total. */
  quantity?: number;
  status?: 'active' | 'suspended' | 'deleted';
  autoRenewEnabled?: boolean;
  friendlyName?: string;
  partnerId?: string;
  billingCycle?: string;
  termDuration?: string;
  scheduledNextTermInstructions?: ScheduledInstructions | null;
  scheduledActions?: readonly ScheduledAction[];
  nextChargeInstructions?: ScheduledInstructions | null;
}>;

/** The outcomes at the end of the term. `extend` is the extended service term: month by month at a higher price. */
export type EndOfTerm = 'renew' | 'cancel' | 'extend';

/**
 * The whole resource to PATCH: the one just read, with the changes.
 *
 * Two pitfalls are avoided. `autoRenewEnabled` is always sent, because a PATCH without it turns auto-renewal off. If
 * actions and next term instructions are both sent, only the actions count; so when only one of them changes, the other
 * is removed.
 *
 * @source Partner Center, "Change the quantity of a subscription"; the pitfalls from the open-source server
 *          partner-center-mcp
 */
export function patchedSubscription(read: Subscription, changes: SubscriptionChanges): Record<string, unknown> {
  const patched: Record<string, unknown> = { ...read, ...changes };
  patched.autoRenewEnabled = changes.autoRenewEnabled ?? read.autoRenewEnabled;
  const { scheduledActions, scheduledNextTermInstructions } = changes;
  if (scheduledActions !== undefined && scheduledNextTermInstructions === undefined) {
    delete patched.scheduledNextTermInstructions;
  }
  if (scheduledNextTermInstructions !== undefined && scheduledActions === undefined && read.scheduledActions?.length) {
    patched.scheduledActions = actionsAtOtherTimes(read);
  }
  return patched;
}

/**
 * The changes that set one of the three outcomes of a term. Actions for other dates stay, and so does a scheduled
 * renewal to something else (`Transition`, or instructions) when the outcome is `renew`.
 *
 * @source Guess: mapping as in the open-source server partner-center-mcp (renew: on and RenewToNewTerm; cancel: off and
 *          Cancel; extended service term: off and RenewToExtendedServiceTerm)
 */
export function changesForEndOfTerm(read: Subscription, endOfTerm: EndOfTerm): SubscriptionChanges {
  const renewals = (read.scheduledActions ?? []).filter(
    (action) => action.scheduleType === 'TermEnd' && RENEWALS.includes(action.actionType),
  );
  const action = { scheduleType: 'TermEnd', actionType: ACTION_TYPES[endOfTerm] };
  const atTermEnd = endOfTerm === 'renew' && renewals.length > 0 ? renewals : [action];
  return { autoRenewEnabled: endOfTerm === 'renew', scheduledActions: [...actionsAtOtherTimes(read), ...atTermEnd] };
}

/**
 * The changes that make a subscription renew by instructions (fewer seats, another plan or product); `null` renews it
 * as it is. Both ways of scheduling are covered: the action carries the instructions, and older instructions are
 * removed.
 *
 * @source Guess: instructions inside an action, as three open-source clients of 2026 have them
 */
export function changesForNextTerm(
  read: Subscription,
  instructions: ScheduledInstructions | null,
): SubscriptionChanges {
  const renewal = { scheduleType: 'TermEnd', actionType: ACTION_TYPES.renew };
  const atTermEnd = instructions === null ? renewal : { ...renewal, instructions };
  return {
    autoRenewEnabled: true,
    scheduledActions: [...actionsAtOtherTimes(read), atTermEnd],
    scheduledNextTermInstructions: null,
  };
}

function actionsAtOtherTimes(read: Subscription): ScheduledAction[] {
  return (read.scheduledActions ?? []).filter((action) => action.scheduleType !== 'TermEnd');
}

const RENEWALS: readonly string[] = ['RenewToNewTerm', 'Transition'];

const ACTION_TYPES: Readonly<Record<EndOfTerm, string>> = {
  renew: 'RenewToNewTerm',
  cancel: 'Cancel',
  extend: 'RenewToExtendedServiceTerm',
};
