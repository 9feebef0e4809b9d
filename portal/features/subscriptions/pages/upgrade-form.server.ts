import type { z } from 'zod';
import type { Caller } from '#platform/caller.server.ts';
import { isRefusal } from '#platform/refusal.ts';
import type { quoteUpgrade } from '../upgrade/quote-upgrade.ts';
import { readUpgradeTargets } from '../upgrade/read-upgrade-targets.ts';

/** Asks the vendor what the subscription can become. @returns whether it has answered in time */
export async function askForUpgrades(caller: Caller, subscriptionId: string): Promise<boolean> {
  try {
    await caller.call(readUpgradeTargets, { subscriptionId });
    return true;
  } catch (error) {
    if (isRefusal(error) && error.code === 'subscriptions.vendorDoesNotAnswer') return false;
    throw error;
  }
}

/** The chosen card; the operation's schema refuses what no card stands for. */
export function upgradeIn(form: FormData): z.input<typeof quoteUpgrade.input>['to'] {
  const [way, first = '', second = '', third = ''] = String(form.get('to') ?? '').split('|');
  switch (way) {
    case 'product':
      return { way, offerId: first, termDuration: second, billingCycle: third };
    case 'subscription':
      return { way, subscriptionId: first };
    default:
      return { way: 'longerTerm', termDuration: first, billingCycle: second };
  }
}
