/** The one movable time of the demo, portal and simulator together. */
export type DemoClock = Readonly<{
  /**
   * Moves the time forward; it never goes back. The portal's clock has the new time when this resolves.
   *
   * @throws Error when the simulator does not answer
   */
  moveTo(instant: Temporal.Instant, signal: AbortSignal): Promise<void>;
}>;
