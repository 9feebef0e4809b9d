import { and, asc, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { notify } from '#features/notifications/notifications.ts';
import { mailFactsOf } from '#features/users/users.ts';
import type { Tx } from '#platform/database.server.ts';
import { AccountId, PersonId } from '#platform/ids.ts';
import { job } from '#platform/job.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { paths } from '#ui/paths.ts';
import { serviceGivenMail } from './service-given.mail.ts';
import { servicesGivenMail } from './services-given.mail.ts';
import { service, serviceAssignment } from './tables.ts';

/** Notifies a person of the services that they can use now: one notification and one mail for those given together. */
export const notifyOfServices = job({
  name: 'licences.notifyOfServices',
  queue: 'mails',
  data: z.object({ accountId: AccountId, personId: PersonId }),
  accountIdOf: (data) => data.accountId,
  attempts: 5,
  retryAfterSeconds: 15,
  run: ({ inTransaction }, given) => inTransaction((context) => notifyOf(context, given)),
});

type Given = Readonly<{ accountId: AccountId; personId: PersonId }>;

async function notifyOf(context: OperationContext, given: Given): Promise<void> {
  const services = await takeWaiting(context.tx, given.personId);
  const [only] = services;
  if (only === undefined) return;
  const { accountName, publicUrl } = await mailFactsOf(context, given.accountId);
  const recipient = { accountId: given.accountId, to: given.personId };
  if (services.length === 1) {
    const { name } = only;
    const link = paths.service(only.id);
    await notify(context, {
      ...recipient,
      ...{ kind: 'licences.given', facts: { name }, link },
      mail: (t, { firstName }) => serviceGivenMail(t, { firstName, name, accountName, url: `${publicUrl}${link}` }),
    });
    return;
  }
  const names = services.map(({ name }) => name);
  const link = paths.dashboard();
  await notify(context, {
    ...recipient,
    ...{ kind: 'licences.givenMany', facts: { count: names.length, names: names.join(', ') }, link },
    mail: (t, { firstName }) => servicesGivenMail(t, { firstName, names, accountName, url: `${publicUrl}${link}` }),
  });
}

/** The services by name. They wait no longer. */
async function takeWaiting(tx: Tx, personId: PersonId) {
  const taken = await tx
    .update(serviceAssignment)
    .set({ awaitsNotice: false })
    .where(and(eq(serviceAssignment.personId, personId), eq(serviceAssignment.awaitsNotice, true)))
    .returning({ serviceId: serviceAssignment.serviceId });
  if (taken.length === 0) return [];
  const ids = taken.map(({ serviceId }) => serviceId);
  return tx
    .select({ id: service.id, name: service.name })
    .from(service)
    .where(inArray(service.id, ids))
    .orderBy(asc(service.name), asc(service.id));
}
