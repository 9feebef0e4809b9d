import { type Fields, isFields } from './json.ts';
import type { SubscriptionResource } from './state.ts';

/** The action that is scheduled for the end of the term. */
export function scheduledActionAtTermEnd(resource: SubscriptionResource): Fields | undefined {
  return scheduled(resource, 'TermEnd');
}

/** The action that is scheduled for a day within the term. */
export function scheduledActionOnDate(resource: SubscriptionResource): Fields | undefined {
  return scheduled(resource, 'CustomDate');
}

function scheduled(resource: SubscriptionResource, scheduleType: string): Fields | undefined {
  const actions = Array.isArray(resource.scheduledActions) ? resource.scheduledActions : [];
  return actions.filter(isFields).find((action) => (action.scheduleType ?? action.scheduledType) === scheduleType);
}
