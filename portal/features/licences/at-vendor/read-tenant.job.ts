import { and, eq, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import { offer } from '#features/catalogue/catalogue.ts';
import { subscription } from '#features/subscriptions/subscriptions.ts';
import { TENANT_VENDOR, tenant } from '#features/tenants/tenants.ts';
import { person } from '#features/users/users.ts';
import type { AccountId, Id } from '#platform/ids.ts';
import { type JobContext, job } from '#platform/job.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { licenceHolder, licenceReading, service, vendorUser } from '../tables.ts';
import type { AccountReading, LicencePool, LicenceVendor, VendorRequest } from './licence-vendor.ts';
import { isLinked } from './linked-tenants.ts';
import { readingJob } from './reading-job.ts';
import { VendorRefusal } from './task-failures.ts';
import { loginAtVendor } from './vendor-users.ts';

type Place = Readonly<{ accountId: AccountId; tenantId: Id<'tenant'> }>;

/** Between two readings of a tenant in which nothing was changed by the portal. */
const READ_AGAIN = Temporal.Duration.from({ hours: 24 });

/**
 * Reads the licences of a tenant and who holds them, so that what was given or taken elsewhere is seen, and people who
 * are there under their own address are known.
 */
export const readTenant = job({
  ...readingJob,
  async run(context, place) {
    const vendorCustomerId = await context.inTransaction(async ({ tx }) => {
      const [row] = await tx
        .select({ id: tenant.microsoftCustomerId })
        .from(tenant)
        .where(and(eq(tenant.id, place.tenantId), isLinked()));
      return row?.id ?? null;
    });
    const vendor = context.services.licenceVendors[TENANT_VENDOR];
    if (vendorCustomerId === null) return;
    assert(vendor !== undefined, 'the vendor has licences');
    const request = { services: context.services, vendorCustomerId, signal: context.signal };
    const startedAt = context.clock.now();
    try {
      const pools = await vendor.readPools(request);
      await nameMissingPools(context, place, vendor, request);
      for await (const accounts of vendor.readAccounts(request))
        await context.inTransaction((inside) => storeAccounts(inside, place, accounts, startedAt));
      await context.inTransaction((inside) => storeReading(inside, place, pools, startedAt));
    } catch (error) {
      if (!(error instanceof VendorRefusal)) throw error;
      context.log.warn({ tenantId: place.tenantId, code: error.code }, 'the licences of a tenant cannot be read');
      await context.inTransaction((inside) => storeRefusal(inside, place, error));
    }
  },
});

async function storeAccounts(
  { tx }: OperationContext,
  { accountId, tenantId }: Place,
  accounts: readonly AccountReading[],
  readAt: Temporal.Instant,
): Promise<void> {
  const holders = accounts.filter(({ pools }) => pools.length > 0);
  if (holders.length > 0)
    await tx
      .insert(licenceHolder)
      .values(
        holders.map(({ id, login, name, pools }) => ({
          ...{ tenantId, accountId, vendorUserId: id, login, name, readAt },
          pools: [...pools],
        })),
      )
      .onConflictDoUpdate({
        target: [licenceHolder.tenantId, licenceHolder.vendorUserId],
        set: {
          login: sql`excluded.login`,
          name: sql`excluded.name`,
          pools: sql`excluded.pools`,
          readAt: sql`excluded.read_at`,
        },
      });
  await linkPeople(tx, { accountId, tenantId }, accounts);
}

/** Notes the accounts of the people who have one under their address. */
async function linkPeople(
  tx: OperationContext['tx'],
  { accountId, tenantId }: Place,
  accounts: readonly AccountReading[],
): Promise<void> {
  const byLogin = new Map(accounts.map((one) => [one.login.toLowerCase(), one]));
  const logins = [...byLogin.keys()];
  if (logins.length === 0) return;
  const people = await tx
    .select({ person, user: vendorUser })
    .from(person)
    .leftJoin(vendorUser, and(eq(vendorUser.personId, person.id), eq(vendorUser.tenantId, tenantId)))
    .where(
      and(
        eq(person.accountId, accountId),
        isNull(person.removedAt),
        or(
          inArray(sql`lower(${vendorUser.login})`, logins),
          inArray(sql`lower(${person.login})`, logins),
          inArray(sql`lower(${person.email})`, logins),
        ),
      ),
    );
  for (const { person: found, user } of people) {
    const login = user?.login ?? loginAtVendor(found);
    const account = byLogin.get(login.toLowerCase());
    if (account === undefined) continue;
    const read = { vendorUserId: account.id, isSignInAllowed: account.isSignInAllowed };
    await tx
      .insert(vendorUser)
      .values({ personId: found.id, tenantId, accountId, login, isChosen: false, ...read })
      .onConflictDoUpdate({ target: [vendorUser.personId, vendorUser.tenantId], set: read });
  }
}

async function storeReading(
  { tx }: OperationContext,
  { accountId, tenantId }: Place,
  pools: readonly LicencePool[],
  readAt: Temporal.Instant,
): Promise<void> {
  await tx.delete(licenceHolder).where(and(eq(licenceHolder.tenantId, tenantId), lt(licenceHolder.readAt, readAt)));
  const values = { pools, failureCode: null, readAt, readAgainAt: readAt.add(READ_AGAIN) };
  await tx
    .insert(licenceReading)
    .values({ tenantId, accountId, ...values })
    .onConflictDoUpdate({ target: licenceReading.tenantId, set: values });
}

/** What was read before stays. */
async function storeRefusal(
  { tx, clock }: OperationContext,
  { accountId, tenantId }: Place,
  { code: failureCode }: VendorRefusal,
): Promise<void> {
  const values = { failureCode, readAgainAt: clock.now().add(READ_AGAIN) };
  await tx
    .insert(licenceReading)
    .values({ tenantId, accountId, pools: [], ...values })
    .onConflictDoUpdate({ target: licenceReading.tenantId, set: values });
}

/** Services learn the pool that their licences come from. */
async function nameMissingPools(
  { inTransaction }: JobContext,
  { tenantId }: Place,
  vendor: LicenceVendor,
  request: VendorRequest,
): Promise<void> {
  const missing = await inTransaction(({ tx }) =>
    tx
      .select({ id: service.id, known: offer.provisioningId, product: offer.vendorProductId, sku: offer.vendorSkuId })
      .from(service)
      .innerJoin(subscription, eq(subscription.id, service.subscriptionId))
      .innerJoin(offer, eq(offer.id, subscription.offerId))
      .where(and(eq(subscription.tenantId, tenantId), isNull(service.licencePool))),
  );
  for (const { id, known, product, sku } of missing) {
    const found =
      known?.toLowerCase() ?? (await vendor.findPool(request, { vendorProductId: product, vendorSkuId: sku }));
    if (found === null) continue;
    await inTransaction(({ tx }) => tx.update(service).set({ licencePool: found }).where(eq(service.id, id)));
  }
}
