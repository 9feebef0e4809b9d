import { and, eq } from 'drizzle-orm';
import { notify } from '#features/notifications/notifications.ts';
import { mailFactsOf } from '#features/users/users.ts';
import type { AccountId, Id, PersonId } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { paths } from '#ui/paths.ts';
import { notifyOfServices } from './notify-of-services.job.ts';
import { serviceTakenMail } from './service-taken.mail.ts';
import { service, serviceAssignment } from './tables.ts';

type Given = Readonly<{ accountId: AccountId; personId: PersonId; serviceId: Id<'service'> }>;

/** Services that are given together become usable within this time of each other. */
const TOGETHER_SECONDS = 10;

/** A person can use a service from now on, and is notified of it with the others of these seconds. */
export async function notifyServiceGiven(
  { tx, jobs }: OperationContext,
  { accountId, personId, serviceId }: Given,
): Promise<void> {
  await tx
    .update(serviceAssignment)
    .set({ awaitsNotice: true })
    .where(and(eq(serviceAssignment.serviceId, serviceId), eq(serviceAssignment.personId, personId)));
  await jobs.start(notifyOfServices, { accountId, personId }, { key: personId, afterSeconds: TOGETHER_SECONDS });
}

/** A person cannot use a service any more. */
export async function notifyServiceTaken(
  context: OperationContext,
  { accountId, personId, serviceId }: Given,
): Promise<void> {
  const name = await nameOf(context, serviceId);
  const { accountName, publicUrl } = await mailFactsOf(context, accountId);
  await notify(context, {
    accountId,
    link: paths.dashboard(),
    to: personId,
    kind: 'licences.taken',
    facts: { name },
    mail: (t, { firstName }) =>
      serviceTakenMail(t, { firstName, name, accountName, url: `${publicUrl}${paths.dashboard()}` }),
  });
}

async function nameOf({ tx }: OperationContext, serviceId: Id<'service'>): Promise<string> {
  const [row] = await tx.select({ name: service.name }).from(service).where(eq(service.id, serviceId));
  return row?.name ?? '';
}
