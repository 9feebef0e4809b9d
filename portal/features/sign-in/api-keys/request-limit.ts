const WINDOW_MS = 60_000;

/** Counts the requests of each API key in this process, minute by minute from the key's first one. */
export class RequestLimit {
  readonly #perMinute: number;
  readonly #windows = new Map<string, { startedAtMs: number; count: number }>();

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** Counts a request. @returns the seconds to wait, when there were too many; undefined when it may go on */
  take(key: string, nowMs: number): number | undefined {
    const known = this.#windows.get(key);
    const window =
      known !== undefined && nowMs - known.startedAtMs < WINDOW_MS ? known : { startedAtMs: nowMs, count: 0 };
    if (window.count >= this.#perMinute) return Math.ceil((window.startedAtMs + WINDOW_MS - nowMs) / 1000);
    window.count += 1;
    // The windows that began first are over first.
    this.#windows.delete(key);
    this.#windows.set(key, window);
    this.#forgetOld(nowMs);
    return undefined;
  }

  #forgetOld(nowMs: number): void {
    for (const [key, { startedAtMs }] of this.#windows) {
      if (nowMs - startedAtMs < WINDOW_MS) return;
      this.#windows.delete(key);
    }
  }
}
