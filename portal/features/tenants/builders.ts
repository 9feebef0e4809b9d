import { systemActor } from '#platform/actor.ts';
import { AccountId } from '#platform/ids.ts';
import type { World } from '#shell/testing/world.ts';
import { linkCustomer } from './provider-links/link-customer.ts';

/** Links a Microsoft customer of the provider with an account, as the provider does. */
export function linkByProvider(world: World, accountId: string, tenantName: string) {
  return world.as(systemActor()).call(linkCustomer, { accountId: AccountId.parse(accountId), tenantName });
}
