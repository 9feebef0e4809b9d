import { z } from 'zod';
import { FollowingClock } from '#platform/clock.ts';

const ClockAnswer = z.looseObject({ now: z.iso.datetime({ offset: true }) });

/**
 * The demo's one time: the portal follows the simulator's movable clock over its control API. Reads it once now, and
 * again every `everySeconds`; whoever moves the clock through the portal calls {@link read} to see it at once.
 */
export async function followSimulatorClock(simulatorUrl: string, everySeconds = 2) {
  const clock = new FollowingClock();
  async function read(): Promise<void> {
    const response = await fetch(`${simulatorUrl}/control/clock`, { signal: AbortSignal.timeout(5_000) });
    clock.follow(Temporal.Instant.from(ClockAnswer.parse(await response.json()).now));
  }
  await read();
  const timer = setInterval(() => {
    // A round that fails leaves the offset as it was; the next one reads the clock again.
    read().catch(() => undefined);
  }, everySeconds * 1000);
  timer.unref();
  return { clock, read, stop: () => clearInterval(timer) };
}
