/** The simulated time: machine time plus an offset that only grows. */
export type SimulatorClock = Readonly<{
  now: () => Temporal.Instant;
  /** Machine time: tokens expire by it, as the client that holds them keeps machine time too. */
  machineNow: () => Temporal.Instant;
  /** @returns false when that would be going back, which nothing here can undo */
  moveTo: (instant: Temporal.Instant) => boolean;
}>;

/** @param offset  where the offset is kept, in milliseconds, so that it survives a restart */
export function simulatorClock(
  machineNow: () => Temporal.Instant,
  offset: { read: () => number; write: (offsetMs: number) => void },
): SimulatorClock {
  const now = () => machineNow().add({ milliseconds: offset.read() });
  return {
    now,
    machineNow,
    moveTo(instant) {
      const aheadMs = instant.epochMilliseconds - now().epochMilliseconds;
      if (aheadMs < 0) return false;
      offset.write(offset.read() + aheadMs);
      return true;
    },
  };
}
