import { accountsOperations } from '#features/accounts/accounts.ts';
import { auditOperations, auditPasses } from '#features/audit/audit.ts';
import { billingOperations, billingPasses } from '#features/billing/billing.ts';
import { catalogueJobs, catalogueOperations } from '#features/catalogue/catalogue.ts';
import { connectionsJobs, connectionsOperations, connectionsPasses } from '#features/connections/connections.ts';
import { dashboardOperations } from '#features/dashboard/dashboard.ts';
import { deadlinesOperations, deadlinesPasses } from '#features/deadlines/deadlines.ts';
import { licencesJobs, licencesOperations, licencesPasses } from '#features/licences/licences.ts';
import { notificationsOperations, notificationsPasses } from '#features/notifications/notifications.ts';
import { ordersGauges, ordersJobs, ordersOperations, ordersPasses } from '#features/orders/orders.ts';
import { providerOperations } from '#features/provider/provider.ts';
import { purchasingOperations } from '#features/purchasing/purchasing.ts';
import { signInJobs, signInOperations, signInPasses } from '#features/sign-in/sign-in.ts';
import {
  subscriptionsJobs,
  subscriptionsOperations,
  subscriptionsPasses,
} from '#features/subscriptions/subscriptions.ts';
import { tenantsJobs, tenantsOperations } from '#features/tenants/tenants.ts';
import { usersOperations } from '#features/users/users.ts';
import type { DatabaseGauge } from '#platform/database-gauges.server.ts';
import { forgetIdempotentCalls } from '#platform/forget-idempotent-calls.pass.ts';
import { forgetMails } from '#platform/forget-mails.pass.ts';
import type { AnyJob, Pass } from '#platform/job.ts';
import { deliverMail } from '#platform/mail.server.ts';
import type { AnyOperation } from '#platform/operation.server.ts';
import { platformGauges } from '#platform/platform-gauges.server.ts';
import { manualPasses } from '#vendors/manual/manual.ts';

/*
 * The registry: the operations, jobs, passes and gauges of all modules. Pages, REST, workers, the command line and the
 * tests of completeness read them from these lists.
 */

export const operations: readonly AnyOperation[] = [
  ...accountsOperations,
  ...signInOperations,
  ...usersOperations,
  ...notificationsOperations,
  ...auditOperations,
  ...catalogueOperations,
  ...purchasingOperations,
  ...billingOperations,
  ...tenantsOperations,
  ...ordersOperations,
  ...subscriptionsOperations,
  ...licencesOperations,
  ...dashboardOperations,
  ...deadlinesOperations,
  ...providerOperations,
  ...connectionsOperations,
];

export const jobs: readonly AnyJob[] = [
  deliverMail,
  ...signInJobs,
  ...catalogueJobs,
  ...tenantsJobs,
  ...ordersJobs,
  ...licencesJobs,
  ...subscriptionsJobs,
  ...connectionsJobs,
];

export const passes: readonly Pass[] = [
  ...manualPasses,
  forgetIdempotentCalls,
  forgetMails,
  ...signInPasses,
  ...auditPasses,
  ...notificationsPasses,
  ...ordersPasses,
  ...billingPasses,
  ...subscriptionsPasses,
  ...licencesPasses,
  ...deadlinesPasses,
  ...connectionsPasses,
];

/** Metrics that are counted in the database when they are read. */
export const gauges: readonly DatabaseGauge[] = [...platformGauges, ...ordersGauges];
