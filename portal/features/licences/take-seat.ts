import { and, eq } from 'drizzle-orm';
import type { Id, PersonId } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { startLicenceTask } from './at-vendor/start-task.ts';
import { notifyServiceTaken } from './notify-services.ts';
import { service, serviceAssignment } from './tables.ts';

/**
 * Takes a service away from a person, who is notified; the seat is free again, at the vendor too.
 *
 * @throws Refusal `licences.notAssigned`
 */
export async function takeSeat(
  context: OperationContext,
  { serviceId, personId }: Readonly<{ serviceId: Id<'service'>; personId: PersonId }>,
): Promise<void> {
  const { tx, audit } = context;
  const [removed] = await tx
    .delete(serviceAssignment)
    .where(and(eq(serviceAssignment.serviceId, serviceId), eq(serviceAssignment.personId, personId)))
    .returning({ accountId: serviceAssignment.accountId });
  if (removed === undefined) throw new Refusal('licences.notAssigned');
  const [taken] = await tx.select({ name: service.name }).from(service).where(eq(service.id, serviceId));
  await audit.record('licences.unassigned', { serviceId, personId, name: taken?.name ?? null });
  await startLicenceTask(context, { serviceId, personId, isWanted: false });
  await notifyServiceTaken(context, { accountId: removed.accountId, personId, serviceId });
}
