import { eq } from 'drizzle-orm';
import { notify } from '#features/notifications/notifications.ts';
import { displayName, type VendorFailure } from '#features/users/users.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { paths } from '#ui/paths.ts';
import { notifyServiceGiven } from '../notify-services.ts';
import { service } from '../tables.ts';
import type { Task } from './read-task.ts';
import { signInNotBlockedMail } from './sign-in-not-blocked.mail.ts';

/** A person is notified of a service once it can be used. */
export async function notifyDone(inside: OperationContext, { row }: Task): Promise<void> {
  const { personId, serviceId, accountId } = row;
  if (serviceId !== null) await notifyServiceGiven(inside, { accountId, personId, serviceId });
}

/**
 * Something could not be done at the vendor: whoever requested it is notified, and where somebody who shall be kept out
 * can still sign in there, all administrators are, by mail too.
 */
export async function notifyFailed(
  inside: OperationContext,
  { row, holder }: Task,
  code: VendorFailure,
): Promise<void> {
  const { personId, accountId, requestedBy } = row;
  const facts = { person: displayName(holder), code };
  const link = paths.vendorUser(personId);
  if (row.kind === 'signIn') {
    await notify(inside, {
      ...{ accountId, facts, link },
      to: { with: 'licences.manage' },
      kind: row.isWanted ? 'licences.releaseFailed' : 'licences.blockFailed',
      mail: (t) =>
        signInNotBlockedMail(t, { ...facts, isWanted: row.isWanted, url: `${inside.services.publicUrl}${link}` }),
    });
    return;
  }
  await notify(inside, {
    ...{ accountId, link },
    facts: { ...facts, service: row.serviceId === null ? '' : await nameOf(inside, row.serviceId) },
    to: requestedBy ?? { with: 'licences.manage' },
    kind: row.kind === 'user' ? 'licences.userFailed' : 'licences.licenceFailed',
  });
}

async function nameOf({ tx }: OperationContext, serviceId: NonNullable<Task['row']['serviceId']>): Promise<string> {
  const [row] = await tx.select({ name: service.name }).from(service).where(eq(service.id, serviceId));
  return row?.name ?? '';
}
