/** A fixed number of places. Whoever finds none free waits, first come, first served. */
export type Places = Readonly<{
  /**
   * Resolves when a place is free.
   *
   * @returns a function that frees the place; call it once
   * @throws the signal's reason when it aborts
   */
  take(signal: AbortSignal | undefined): Promise<() => void>;
}>;

/** @param count  a whole number, 1 or more */
export function createPlaces(count: number): Places {
  let free = count;
  const waiting: (() => void)[] = [];

  function release(): void {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  }

  return {
    async take(signal) {
      signal?.throwIfAborted();
      if (free > 0) {
        free -= 1;
        return release;
      }
      await new Promise<void>((resolve, reject) => {
        const enter = () => {
          signal?.removeEventListener('abort', leave);
          resolve();
        };
        const leave = () => {
          waiting.splice(waiting.indexOf(enter), 1);
          reject(signal?.reason);
        };
        waiting.push(enter);
        signal?.addEventListener('abort', leave, { once: true });
      });
      return release;
    },
  };
}
