import { listDeadlines } from './list-deadlines.ts';
import { notifyOfTermEnds } from './notify-of-term-ends.pass.ts';
import { remindOfTermEnds } from './remind-of-term-ends.pass.ts';

/** What needs a decision and what is coming, for the dashboard. */
export { listDeadlines };

export const deadlinesOperations = [listDeadlines];
export const deadlinesPasses = [remindOfTermEnds, notifyOfTermEnds];
