import { buildPerson } from '#features/sign-in/builders.ts';
import { buyLicences } from '#features/subscriptions/builders.ts';
import type { PersonId } from '#platform/ids.ts';
import { assert } from '#platform/refusal.ts';
import { startWorld } from '#shell/testing/world.ts';
import { getVendorUsers } from './at-vendor/get-vendor-users.ts';
import { listMyServices } from './list-my-services.ts';

/** Contoso, as `buyLicences` links it. */
const CUSTOMER = 'c0000000-0000-4000-8000-000000000001';
const DOMAIN = 'contoso.onmicrosoft.com';

type UserAtMicrosoft = Readonly<{ id: string; licences: readonly { skuId: string }[]; isSignInBlocked?: boolean }>;

/**
 * A company with a service of Microsoft's, its administrator Anna, and Luca and Eva, who use services. Luca has an
 * account at Microsoft under his login name; Eva has none.
 */
export async function startAtMicrosoft({
  seatCount = 2,
  environment = {},
  ...bought
}: Parameters<typeof buyLicences>[1] & { environment?: Record<string, string> } = {}) {
  const world = await startWorld({ now: '2026-12-02T09:00:00Z', environment });
  const company = await buyLicences(world, { seatCount, ...bought });
  const { accountId, administrator } = company;
  const now = world.clock.now();
  const add = (name: string, firstName: string) =>
    world.db({ kind: 'system' }, (tx) =>
      buildPerson(tx, {
        ...{ accountId, login: `${name}@${DOMAIN}`, email: `${name}@${DOMAIN}`, firstName, now, password: null },
        roles: ['serviceUser'],
      }),
    );
  const [luca, eva] = [await add('luca', 'Luca'), await add('eva', 'Eva')];
  const admin = world.as(administrator);
  const { services } = await admin.call(listMyServices, {});
  const serviceId = services[0]?.serviceId;
  assert(serviceId !== undefined, 'a bought subscription has its service');

  /** Adds an account at Microsoft, as its administrators do. */
  const addAtMicrosoft = (name: string, usageLocation = 'IT') =>
    world.services.microsoft.client.users.create(CUSTOMER, {
      userPrincipalName: `${name}@${DOMAIN}`,
      displayName: name,
      usageLocation,
      passwordProfile: { password: 'Segreto-123', forceChangePassword: true },
    });
  /** What the simulator has stored of an account. */
  const atMicrosoft = async (name: string): Promise<UserAtMicrosoft | undefined> => {
    const state = (await (await world.simulator.control('GET', '/state')).json()) as State;
    return Object.values(state.customers[CUSTOMER]?.users ?? {})
      .map(({ resource, ...user }) => ({ ...user, id: resource.id, login: resource.userPrincipalName }))
      .find(({ login }) => login === `${name}@${DOMAIN}`);
  };
  const vendorUser = async (personId: PersonId) => (await admin.call(getVendorUsers, { personId })).users[0];
  await addAtMicrosoft('luca');
  return {
    world,
    ...company,
    luca,
    eva,
    admin,
    serviceId,
    customerId: CUSTOMER,
    addAtMicrosoft,
    atMicrosoft,
    vendorUser,
  };
}

type State = {
  customers: Record<
    string,
    {
      users: Record<
        string,
        {
          resource: { id: string; userPrincipalName: string };
          licences: { skuId: string }[];
          isSignInBlocked?: boolean;
        }
      >;
    }
  >;
};
