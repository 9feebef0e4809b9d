/** The only source of "now" for rules, windows, deadlines and records. */
export interface Clock {
  now(): Temporal.Instant;
}

/** The machine's own time. Sign-in sessions and job retries use it even in the demo. */
export const machineClock: Clock = { now: () => Temporal.Now.instant() };

/**
 * A clock that is ahead of the machine's by an offset that others may move: in the demo the simulator's
 * clock is the one time for portal and Microsoft, and the portal follows its offset.
 */
export class FollowingClock implements Clock {
  #offset = Temporal.Duration.from({ nanoseconds: 0 });

  now(): Temporal.Instant {
    return Temporal.Now.instant().add(this.#offset);
  }

  /** Sets the clock to a moment read elsewhere. */
  follow(now: Temporal.Instant): void {
    this.#offset = now.since(Temporal.Now.instant());
  }
}

/** A clock for tests: it shows the same time until it is moved. */
export class StandingClock implements Clock {
  #now: Temporal.Instant;

  constructor(now: string) {
    this.#now = Temporal.Instant.from(now);
  }

  now(): Temporal.Instant {
    return this.#now;
  }

  set(now: Temporal.Instant): void {
    this.#now = now;
  }
}
