/** The queue holds as much as it may; the work was not begun. */
export class QueueFull extends Error {}

/**
 * Runs work, so much of it at the same time. What waits is begun in turns, one piece of each source after the other:
 * a source that sends a hundred pieces delays itself, and everybody else by one piece at most. What comes when the
 * queue is full is refused, so that the queue and the time to wait have a limit.
 */
export class FairQueue {
  readonly #limits: Readonly<{ running: number; waiting: number; waitingPerSource: number }>;
  #running = 0;
  #waitingCount = 0;
  /** By source, in the order of their next turns. */
  readonly #waiting = new Map<string, (() => void)[]>();

  constructor(limits: Readonly<{ running: number; waiting: number; waitingPerSource: number }>) {
    this.#limits = limits;
  }

  /**
   * @param source  the party for which the work is done, such as a network
   * @throws QueueFull when too much waits already, in all or of this source
   */
  async run<T>(source: string, work: () => Promise<T>): Promise<T> {
    if (this.#running < this.#limits.running) this.#running += 1;
    else await this.#turnOf(source);
    try {
      return await work();
    } finally {
      this.#passOn();
    }
  }

  /** Waits for a place among those that run. Whoever gives it up hands it over, so it is never free meanwhile. */
  #turnOf(source: string): Promise<void> {
    const own = this.#waiting.get(source) ?? [];
    if (this.#waitingCount >= this.#limits.waiting || own.length >= this.#limits.waitingPerSource)
      throw new QueueFull(`${this.#waitingCount} wait, ${own.length} of them of this source`);
    return new Promise((start) => {
      this.#waitingCount += 1;
      this.#waiting.set(source, [...own, start]);
    });
  }

  #passOn(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#running -= 1;
      return;
    }
    const [source, [start, ...others]] = next;
    // Deleted and set again, the source is the last of the turns.
    this.#waiting.delete(source);
    if (others.length > 0) this.#waiting.set(source, others);
    this.#waitingCount -= 1;
    start?.();
  }
}
