import type { ChargeCycle } from './terms.ts';
import type { UpcomingCycle } from './upcoming-cycles.ts';

/** When a change happens, in the instants of windows and in the days and charge cycles of money. */
export type Moment = Readonly<{
  at: Temporal.Instant;
  today: Temporal.PlainDate;
  current: ChargeCycle;
  /** The charges of this term that are still to come. */
  later: readonly UpcomingCycle[];
}>;
