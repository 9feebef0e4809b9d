import { and, asc, eq } from 'drizzle-orm';
import { subscription } from '#features/subscriptions/subscriptions.ts';
import type { Tx } from '#platform/database.server.ts';
import type { PersonId } from '#platform/ids.ts';
import { service, serviceAssignment } from './tables.ts';
import { isUsable } from './usable-service.ts';

/** What was assigned to a person, for the person's page. */
export async function listServicesOfPerson(tx: Tx, personId: PersonId) {
  return tx
    .select({ serviceId: service.id, name: service.name, assignedAt: serviceAssignment.assignedAt })
    .from(serviceAssignment)
    .innerJoin(service, eq(service.id, serviceAssignment.serviceId))
    .innerJoin(subscription, eq(subscription.id, service.subscriptionId))
    .where(and(eq(serviceAssignment.personId, personId), isUsable()))
    .orderBy(asc(service.name));
}
