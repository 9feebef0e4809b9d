import { hash, randomUUID } from 'node:crypto';
import { readCatalogue } from './catalogue.ts';
import { simulatorClock } from './clock.ts';
import { addExistingTenants } from './existing-tenants.ts';
import type { Settings } from './settings.ts';
import { noSignInFaults } from './sign-in-faults.ts';
import { emptyState, type State } from './state.ts';
import type { World } from './world.ts';

/** @param saved the state of an earlier run; `undefined` starts with a new one */
export function createWorld(settings: Settings, saved: State | undefined, touch: () => void): World {
  const world: World = {
    settings,
    // Read when something asks for it: a simulator that starts from a saved state does not.
    get catalogue() {
      return readCatalogue();
    },
    clock: simulatorClock(settings.now, {
      read: () => world.state.clockOffsetMs,
      write: (offsetMs) => {
        world.state.clockOffsetMs = offsetMs;
        touch();
      },
    }),
    state: saved ?? emptyState(settings.seed ?? randomUUID()),
    newGuid() {
      world.state.idCount += 1;
      const hex = hash('sha256', `${world.state.seed}:${world.state.idCount}`, 'hex');
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
    },
    quietUntil: new WeakMap(),
    signInFaults: noSignInFaults(),
    notRenewable: new Set(),
    customersByName: undefined,
    touch,
    reset() {
      world.customersByName = undefined;
      world.signInFaults = noSignInFaults();
      world.notRenewable = new Set();
      world.state = emptyState(settings.seed ?? randomUUID());
      addExistingTenants(world);
      touch();
    },
  };
  if (saved === undefined) world.reset();
  return world;
}
