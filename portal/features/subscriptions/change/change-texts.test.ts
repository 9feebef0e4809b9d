import type { SideEffect } from '@licence-portal/nce';
import { expect, test } from 'vitest';
import en from '../messages/en.json' with { type: 'json' };
import it from '../messages/it.json' with { type: 'json' };

type OfModule = 'accessEndsAtOnce' | 'orphanedAddOns' | 'scheduledChangeRestored' | 'termEndChoiceRestored';

/** The side effects of the rules, and those that this module adds; the compiler names one that is missing. */
const SIDE_EFFECTS: Readonly<Record<SideEffect['kind'] | OfModule, true>> = {
  accessEnds: true,
  accessEndsAtOnce: true,
  autoRenewTurnedOff: true,
  endOfTermCancelSet: true,
  licencesToReassign: true,
  orphanedAddOns: true,
  priceMayChange: true,
  scheduledChangeDeleted: true,
  scheduledChangeRestored: true,
  seatsCanBeAddedAgain: true,
  subscriptionCreated: true,
  termEndChoiceDeleted: true,
  termEndChoiceRestored: true,
  trialBecomesPaid: true,
};

test.each([
  ['it', it],
  ['en', en],
])('every side effect of a change has its sentence (%s)', (_, texts) => {
  const missing = Object.keys(SIDE_EFFECTS).filter((code) => !(`subscriptions.sideEffect.${code}` in texts));
  expect(missing).toEqual([]);
});
