import { eq } from 'drizzle-orm';
import { notify } from '#features/notifications/notifications.ts';
import { mailFactsOf } from '#features/users/users.ts';
import type { AccountId, Id, PersonId } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { paths } from '#ui/paths.ts';
import { serviceGivenMail } from './service-given.mail.ts';
import { serviceTakenMail } from './service-taken.mail.ts';
import { service } from './tables.ts';

type Given = Readonly<{ accountId: AccountId; personId: PersonId; serviceId: Id<'service'> }>;

/** A person can use a service from now on. */
export async function notifyServiceGiven(
  context: OperationContext,
  { accountId, personId, serviceId }: Given,
): Promise<void> {
  const name = await nameOf(context, serviceId);
  const link = paths.service(serviceId);
  const { accountName, publicUrl } = await mailFactsOf(context, accountId);
  await notify(context, {
    ...{ accountId, link },
    to: personId,
    kind: 'licences.given',
    facts: { name },
    mail: (t, { firstName }) => serviceGivenMail(t, { firstName, name, accountName, url: `${publicUrl}${link}` }),
  });
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
