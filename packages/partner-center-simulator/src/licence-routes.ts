import { type Sku, skuOf } from './catalogue.ts';
import type { Fields, Json } from './json.ts';
import { PartnerError } from './partner-error.ts';
import { type Answer, type Call, created, ok, type Route } from './route.ts';
import { servicePlansOf } from './service-plans.ts';
import type { CustomerRecord, UserRecord } from './state.ts';
import { provisioned } from './subscription-readiness.ts';
import { requestedUser } from './user-routes.ts';
import { collection, fieldsOf, list, text } from './wire-json.ts';

export const licenceRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/customers/:customerId/subscribedskus',
    token: 'appUser',
    source: 'Get a list of available licenses',
    handle: subscribedSkus,
  },
  {
    method: 'POST',
    path: '/v1/customers/:customerId/users/:userId/licenseupdates',
    token: 'appUser',
    audit: { operation: 'update_customer_user_licenses', resource: 'license' },
    source: 'Assign licenses to a user',
    handle: updateLicences,
  },
  {
    method: 'GET',
    path: '/v1/customers/:customerId/users/:userId/licenses',
    token: 'appUser',
    source: 'Check which licenses are assigned to a user',
    handle: userLicences,
  },
];

/** The licences of one product, from all its subscriptions. */
type Pool = { sku: Sku; activeUnits: number; suspendedUnits: number; warningUnits: number };

function subscribedSkus(call: Call): Answer {
  const record = call.directoryCustomer();
  const groups = call.query('licenseGroupIds')?.toLowerCase();
  // All SKUs belong to the directory's own group; Minecraft, group 2, is not imitated.
  const pools = groups !== undefined && !groups.includes('group1') ? [] : [...poolsOf(call, record).values()];
  const items = pools.map((pool): Fields => {
    const consumedUnits = consumedOf(record, pool.sku.provisioningId);
    const totalUnits = pool.activeUnits + pool.warningUnits;
    return {
      availableUnits: Math.max(0, totalUnits - consumedUnits),
      activeUnits: pool.activeUnits,
      consumedUnits,
      suspendedUnits: pool.suspendedUnits,
      totalUnits,
      warningUnits: pool.warningUnits,
      productSku: productSkuOf(pool.sku),
      servicePlans: shownPlans(pool.sku, []),
      capabilityStatus: totalUnits > 0 ? 'Enabled' : 'Suspended',
      attributes: { objectType: 'SubscribedSku' },
    };
  });
  return ok(collection(items, `/customers/${record.customer.id}/subscribedskus`));
}

/** Assigns and removes in one step, or does nothing if one part is refused. */
function updateLicences(call: Call): Answer {
  const record = call.directoryCustomer();
  const user = requestedUser(call, record);
  const body = call.body();
  const removed = list(body, 'licensesToRemove').map((id) => guidFrom(id, 'licensesToRemove'));
  const assigned = list(body, 'licensesToAssign').map((item) => {
    const licence = fieldsOf(item, 'licensesToAssign');
    const excludedPlans = list(licence, 'excludedPlans').map((id) => guidFrom(id, 'excludedPlans'));
    return { skuId: text(licence, 'skuId').toLowerCase(), excludedPlans };
  });
  if (assigned.length > 0 && user.resource.usageLocation === '') throw new PartnerError(3000, ['usageLocation']);

  const kept = user.licences.filter(({ skuId }) => !removed.includes(skuId));
  const pools = poolsOf(call, record);
  for (const { skuId } of assigned) {
    if (kept.some((licence) => licence.skuId === skuId)) continue;
    if (freeUnits(record, user, pools.get(skuId), skuId) < 1) {
      throw new PartnerError(60012, [
        `LicenseQuotaExceededException : Subscription with Account ${record.customer.id} and SKU ${skuId} ` +
          'does not have any available licenses left.',
      ]);
    }
  }
  const others = kept.filter(({ skuId }) => !assigned.some((licence) => licence.skuId === skuId));
  const after = [...others, ...assigned];
  refuseConflicts(call, after);
  refuseMissingBase(call, after);
  user.licences = after;
  return created({
    licensesToAssign: assigned,
    licensesToRemove: removed,
    licenseWarnings: [],
    attributes: { objectType: 'LicenseUpdate' },
  });
}

/** Plans of which a person can have one. @source Microsoft Entra, "Resolve license assignment problems for a group" */
const EXCLUSIVE_PLANS = [
  ['EXCHANGE_S_STANDARD', 'EXCHANGE_S_ENTERPRISE'],
  ['SHAREPOINTSTANDARD', 'SHAREPOINTENTERPRISE'],
] as const;

type Assigned = UserRecord['licences'];

/** Guess: Partner Center's body; `MutuallyExclusiveViolation` is the directory's name of it. */
function refuseConflicts(call: Call, licences: Assigned): void {
  const plans = new Set(
    licences.flatMap(({ skuId, excludedPlans }) => {
      const sku = skuOfPool(call, skuId);
      const all = sku === undefined ? [] : servicePlansOf(sku);
      return all.filter(({ id }) => !excludedPlans.includes(id)).map(({ serviceName }) => serviceName);
    }),
  );
  const conflict = EXCLUSIVE_PLANS.find((pair) => pair.every((plan) => plans.has(plan)));
  if (conflict !== undefined)
    throw new PartnerError(3000, [
      `MutuallyExclusiveViolation : ${conflict.join(' and ')} cannot be assigned together.`,
    ]);
}

/** An add-on works with the licence of a base product only. Guess: as above, of `DependencyViolation`. */
function refuseMissingBase(call: Call, licences: Assigned): void {
  const { skuById } = call.world.catalogue;
  const held = new Set(licences.map(({ skuId }) => skuId));
  for (const { skuId } of licences) {
    const sku = skuOfPool(call, skuId);
    if (sku === undefined || !sku.isAddOn) continue;
    const bases = sku.prerequisites.flatMap((id) => skuById.get(id)?.provisioningId ?? []);
    if (bases.length > 0 && !bases.some((id) => held.has(id)))
      throw new PartnerError(3000, [
        `DependencyViolation : ${sku.skuPartNumber} depends on a plan of another licence.`,
      ]);
  }
}

function skuOfPool({ world }: Call, skuId: string): Sku | undefined {
  return world.catalogue.skus.find(({ provisioningId }) => provisioningId === skuId);
}

function userLicences(call: Call): Answer {
  const record = call.directoryCustomer();
  const user = requestedUser(call, record);
  const items = user.licences.map(({ skuId, excludedPlans }): Fields => {
    const sku = skuOfPool(call, skuId);
    return {
      productSku: sku === undefined ? { id: skuId } : productSkuOf(sku),
      servicePlans: sku === undefined ? [] : shownPlans(sku, excludedPlans),
      attributes: { objectType: 'License' },
    };
  });
  return ok(collection(items, `/customers/${record.customer.id}/users/${user.resource.id}/licenses`));
}

/**
 * Subscriptions of one product fill one pool, whatever their terms. Licences count once they are provisioned.
 *
 * @source Partner Center DotNet-Samples, issue 86
 */
function poolsOf(call: Call, record: CustomerRecord): Map<string, Pool> {
  const pools = new Map<string, Pool>();
  for (const subscription of Object.values(record.subscriptions)) {
    if (provisioned(record, subscription, call.now) !== 'success') continue;
    const sku = skuOf(call.world.catalogue, subscription.sku);
    const pool = pools.get(sku.provisioningId) ?? { sku, activeUnits: 0, suspendedUnits: 0, warningUnits: 0 };
    const { status, quantity } = subscription.resource;
    if (status === 'active') pool.activeUnits += quantity;
    else if (status === 'expired') pool.warningUnits += quantity;
    else if (status === 'suspended' || status === 'disabled') pool.suspendedUnits += quantity;
    else continue;
    pools.set(sku.provisioningId, pool);
  }
  return pools;
}

function freeUnits(record: CustomerRecord, user: UserRecord, pool: Pool | undefined, skuId: string): number {
  if (pool === undefined) return 0;
  const ownNow = user.licences.some((licence) => licence.skuId === skuId) ? 1 : 0;
  return pool.activeUnits + pool.warningUnits - (consumedOf(record, skuId) - ownNow);
}

function consumedOf(record: CustomerRecord, skuId: string): number {
  return Object.values(record.users).filter((user) => user.licences.some((licence) => licence.skuId === skuId)).length;
}

function productSkuOf(sku: Sku): Fields {
  return {
    id: sku.provisioningId,
    name: sku.title,
    skuPartNumber: sku.skuPartNumber,
    targetType: 'User',
    licenseGroupId: 'group1',
  };
}

/** Guess: plans that were excluded when the licence was assigned show as disabled. */
function shownPlans(sku: Sku, excludedPlans: readonly string[]): Fields[] {
  return servicePlansOf(sku).map(({ id, serviceName, displayName }) => ({
    displayName,
    serviceName,
    id,
    capabilityStatus: excludedPlans.includes(id) ? 'Disabled' : 'Enabled',
    targetType: 'User',
  }));
}

function guidFrom(value: Json, name: string): string {
  if (typeof value !== 'string') throw new PartnerError(800002, [name]);
  return value.toLowerCase();
}
