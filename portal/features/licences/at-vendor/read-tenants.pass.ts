import { and, asc, eq, exists, isNull, lte, or } from 'drizzle-orm';
import { subscription } from '#features/subscriptions/subscriptions.ts';
import { TENANT_VENDOR, tenant } from '#features/tenants/tenants.ts';
import type { Pass } from '#platform/job.ts';
import { rowsAfter, visitRows } from '#platform/visit-rows.server.ts';
import { licenceReading, service } from '../tables.ts';
import { isLinked } from './linked-tenants.ts';
import { startReadings } from './reading-job.ts';

/** Starts the reading of each linked tenant with services whose licences were not read for a day. */
export const readTenants: Pass = {
  name: 'licences.readTenants',
  everySeconds: 300,
  run: (pass) =>
    visitRows(pass, {
      list: (tx, { after, limit }) =>
        tx
          .select({ tenantId: tenant.id, accountId: tenant.accountId })
          .from(tenant)
          .leftJoin(licenceReading, eq(licenceReading.tenantId, tenant.id))
          .where(
            and(
              isLinked(),
              or(isNull(licenceReading.tenantId), lte(licenceReading.readAgainAt, pass.clock.now())),
              exists(
                tx
                  .select({ id: service.id })
                  .from(service)
                  .innerJoin(subscription, eq(subscription.id, service.subscriptionId))
                  .where(and(eq(subscription.tenantId, tenant.id), eq(service.vendor, TENANT_VENDOR))),
              ),
              rowsAfter([tenant.id], after),
            ),
          )
          .orderBy(asc(tenant.id))
          .limit(limit),
      keyOf: ({ tenantId }) => [tenantId],
      run: ({ jobs }, due) => startReadings(jobs, due),
    }),
};
