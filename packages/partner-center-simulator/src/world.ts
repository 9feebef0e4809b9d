import type { Catalogue } from './catalogue.ts';
import type { SimulatorClock } from './clock.ts';
import type { Settings } from './settings.ts';
import type { SignInFaults } from './sign-in-faults.ts';
import type { CustomerRecord, State } from './state.ts';

/** The context of every handler: settings, catalogue, clock and state. */
export type World = {
  readonly settings: Settings;
  readonly catalogue: Catalogue;
  readonly clock: SimulatorClock;
  state: State;
  signInFaults: SignInFaults;
  /** `product:sku` of the SKUs that do not renew. */
  notRenewable: ReadonlySet<string>;
  /** A GUID that is the same in every run with the same seed. */
  newGuid: () => string;
  /** The instant until which nothing becomes due for a customer, in milliseconds since 1970; absent if unknown. */
  readonly quietUntil: WeakMap<CustomerRecord, number>;
  /** The customers by name, cached until one is added, renamed or removed. */
  customersByName: readonly CustomerRecord[] | undefined;
  /** Reports that the state has changed and must be saved. */
  touch: () => void;
  /** Resets the state to the existing tenants, at machine time. */
  reset: () => void;
};
