import { asc, eq } from 'drizzle-orm';
import type { SeatHoldersReader } from '#features/subscriptions/subscriptions.ts';
import { displayName, person } from '#features/users/users.ts';
import { service, serviceAssignment } from './tables.ts';

export const listSeatHolders: SeatHoldersReader = async (tx, subscriptionId) => {
  const people = await tx
    .select({ firstName: person.firstName, lastName: person.lastName })
    .from(serviceAssignment)
    .innerJoin(service, eq(service.id, serviceAssignment.serviceId))
    .innerJoin(person, eq(person.id, serviceAssignment.personId))
    .where(eq(service.subscriptionId, subscriptionId))
    .orderBy(asc(person.lastName), asc(person.firstName), asc(person.id));
  return people.map(displayName);
};
