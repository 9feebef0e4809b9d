import type { Catalogue } from './catalogue.ts';
import type { SimulatorClock } from './clock.ts';
import type { Settings } from './settings.ts';
import type { CustomerRecord, State } from './state.ts';

/** What every handler stands on. */
export type World = {
  readonly settings: Settings;
  readonly catalogue: Catalogue;
  readonly clock: SimulatorClock;
  state: State;
  /** A GUID that is the same in every run with the same seed. */
  newGuid: () => string;
  /** Until when nothing happens to a customer by itself, in milliseconds since 1970; absent where that must be worked out. */
  readonly quietUntil: WeakMap<CustomerRecord, number>;
  /** What has been worked out from the state and holds until the list of customers changes. */
  byName: readonly CustomerRecord[] | undefined;
  /** Says that the state has changed and wants to be kept. */
  touch: () => void;
  /** Back to the tenants that exist at the start, at machine time. */
  reset: () => void;
};
