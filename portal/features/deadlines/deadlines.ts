import { listDeadlines } from './list-deadlines.ts';
import { notifyOfTermEnds } from './notify-of-term-ends.pass.ts';
import { remindOfTermEnds } from './remind-of-term-ends.pass.ts';
import { warnOfEndingCredit } from './warn-of-ending-credit.pass.ts';

/** The upcoming deadlines, for the dashboard. */
export { listDeadlines };

/** The operations and passes of this module, for the registry of the shell. */
export const deadlinesOperations = [listDeadlines];
export const deadlinesPasses = [remindOfTermEnds, notifyOfTermEnds, warnOfEndingCredit];
