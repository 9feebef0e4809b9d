import { accountsOperations } from '#features/accounts/accounts.ts';
import { auditOperations } from '#features/audit/audit.ts';
import { identityOperations } from '#features/identity/identity.ts';
import { notificationsOperations } from '#features/notifications/notifications.ts';
import type { AnyJob, Pass } from '#platform/jobs.server.ts';
import { deliverMail } from '#platform/mail.server.ts';
import type { AnyOperation } from '#platform/operation.server.ts';

/*
 * Where the rooms meet. Everything that the house can do stands in these three lists: pages, REST, workers, the command line
 * and the tests that prove the lists complete read them from here.
 */

export const operations: readonly AnyOperation[] = [
  ...accountsOperations,
  ...identityOperations,
  ...notificationsOperations,
  ...auditOperations,
];

export const jobs: readonly AnyJob[] = [deliverMail];

export const passes: readonly Pass[] = [];
