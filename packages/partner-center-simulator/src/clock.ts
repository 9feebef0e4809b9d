/** The simulated time: machine time plus an offset that only increases. */
export type SimulatorClock = Readonly<{
  now: () => Temporal.Instant;
  /** Machine time. Tokens expire by it, because the client that holds them uses machine time too. */
  machineNow: () => Temporal.Instant;
  /** @returns false if the instant is in the past: the clock does not go back */
  moveTo: (instant: Temporal.Instant) => boolean;
}>;

/** @param offset storage of the offset, in milliseconds, so that it survives a restart */
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
