import type { AccountId, Id, PersonId } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { startLicenceTask } from './at-vendor/start-task.ts';
import { notifyServiceGiven } from './notify-services.ts';

/** A person has a seat now: the vendor gives the licence, and the person is notified once the service can be used. */
export async function deliverSeat(
  context: OperationContext,
  { accountId, serviceId, personId }: Readonly<{ accountId: AccountId; serviceId: Id<'service'>; personId: PersonId }>,
): Promise<void> {
  const isCarriedOut = await startLicenceTask(context, { serviceId, personId, isWanted: true });
  if (!isCarriedOut) await notifyServiceGiven(context, { accountId, personId, serviceId });
}
