import type { ChargeCycle } from './terms.ts';
import type { UpcomingCycle } from './upcoming-cycles.ts';

/** The time of a change: its instant for refund windows, its day and charge cycle for amounts. */
export type Moment = Readonly<{
  at: Temporal.Instant;
  /** The UTC date of `at`. */
  today: Temporal.PlainDate;
  /** The charge cycle that `today` falls in. */
  current: ChargeCycle;
  /** The later charges of the current term. */
  later: readonly UpcomingCycle[];
}>;
