/** A terminal and the program that started this one both pass a signal on: the same one, twice at once. */
const SAME_SIGNAL_MS = 500;
const EXIT_STATUS = { SIGINT: 130, SIGTERM: 143 } as const;

/** The first signal stops the process gracefully, another one ends it at once. */
export function onStopSignal(stop: (signal: string) => Promise<void>): void {
  let firstMs: number | undefined;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (firstMs === undefined) {
        firstMs = performance.now();
        void stop(signal);
      } else if (performance.now() - firstMs > SAME_SIGNAL_MS) process.exit(EXIT_STATUS[signal]);
    });
  }
}
