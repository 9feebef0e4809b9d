import type { DemoClock } from '#features/provider/provider.ts';

/** Moves the simulator's clock by its control API, and lets the portal's clock read it again at once. */
export function demoClock(simulatorUrl: string, readClock: () => Promise<void>): DemoClock {
  return {
    async moveTo(instant, signal) {
      const response = await fetch(`${simulatorUrl}/control/clock`, {
        method: 'PUT',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ now: instant.toString() }),
        signal,
      });
      if (!response.ok) throw new Error(`the simulator did not move its clock: ${response.status}`);
      await readClock();
    },
  };
}
