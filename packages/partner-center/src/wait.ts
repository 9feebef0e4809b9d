import { setTimeout as wait } from 'node:timers/promises';

/** Waits by the machine's time. @throws the signal's reason when it aborts */
export async function waitMs(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await wait(ms, undefined, { signal });
  } catch (error) {
    signal?.throwIfAborted(); // Node's own error would hide the caller's reason.
    throw error;
  }
}
