import { and, asc, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { descriptionLanguage, offer } from '#features/catalogue/catalogue.ts';
import { subscription } from '#features/subscriptions/subscriptions.ts';
import { person } from '#features/users/users.ts';
import type { Tx } from '#platform/database.server.ts';
import { type Id, idOf, PersonId } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { InstantText } from '#platform/wire.ts';
import { service, serviceAssignment } from './tables.ts';
import { isUsable } from './usable-service.ts';

const AssignablePerson = z.object({ personId: PersonId, name: z.string(), login: z.string().nullable() });

/** One service: what it is, where it is used, and for administrators who may use it. */
export const getService = operation({
  name: 'licences.get',
  kind: 'read',
  permission: 'licences.use',
  input: z.object({ serviceId: idOf('service') }),
  output: z.object({
    serviceId: idOf('service'),
    name: z.string(),
    description: z.string(),
    /** In which the description is written. */
    descriptionLanguage: z.enum(['it', 'en']),
    vendor: z.string(),
    /** Where clicking leads outside the portal. */
    address: z.string(),
    status: z.string(),
    isTrial: z.boolean(),
    isMine: z.boolean(),
    openedAt: InstantText,
    /** For administrators; null for others. */
    management: z
      .object({
        subscriptionId: idOf('subscription'),
        seatCount: z.number().int(),
        people: z.array(AssignablePerson.extend({ isDisabled: z.boolean(), assignedAt: InstantText })),
        /** People of the account who do not have it yet. */
        candidates: z.array(AssignablePerson),
      })
      .nullable(),
  }),
  refusals: ['licences.notFound'],
  async run({ tx, actor, personId }, { serviceId }) {
    const found = await findService(tx, serviceId);
    const people = await listPeopleWith(tx, serviceId);
    const isMine = people.some((assigned) => assigned.personId === personId && assigned.assignedAt !== null);
    if (found === undefined || (actor.role === 'serviceUser' && !isMine)) throw new Refusal('licences.notFound');

    const { service: row, subscription: held, description } = found;
    return {
      serviceId,
      name: row.name,
      description: description ?? '',
      descriptionLanguage: descriptionLanguage(row.vendor),
      vendor: row.vendor,
      address: row.address,
      status: held.status,
      isTrial: held.isTrial,
      isMine,
      openedAt: row.createdAt.toString(),
      management:
        actor.role === 'serviceUser'
          ? null
          : { subscriptionId: held.id, seatCount: held.seatCount, ...divided(people) },
    };
  },
});

async function findService(tx: Tx, serviceId: Id<'service'>) {
  const [found] = await tx
    .select({ service, subscription, description: offer.description })
    .from(service)
    .innerJoin(subscription, eq(subscription.id, service.subscriptionId))
    .leftJoin(offer, eq(offer.id, subscription.offerId))
    .where(and(eq(service.id, serviceId), isUsable()));
  return found;
}

/** All people of the account, with the day on which they got the service. */
function listPeopleWith(tx: Tx, serviceId: Id<'service'>) {
  return tx
    .select({
      personId: person.id,
      firstName: person.firstName,
      lastName: person.lastName,
      login: person.login,
      disabledAt: person.disabledAt,
      assignedAt: serviceAssignment.assignedAt,
    })
    .from(person)
    .leftJoin(
      serviceAssignment,
      and(eq(serviceAssignment.personId, person.id), eq(serviceAssignment.serviceId, serviceId)),
    )
    .where(isNull(person.removedAt))
    .orderBy(asc(person.lastName), asc(person.firstName));
}

function divided(all: Awaited<ReturnType<typeof listPeopleWith>>) {
  const named = all.map(({ firstName, lastName, ...rest }) => ({ ...rest, name: `${firstName} ${lastName}`.trim() }));
  return {
    people: named.flatMap(({ assignedAt, disabledAt, ...rest }) =>
      assignedAt === null ? [] : [{ ...rest, isDisabled: disabledAt !== null, assignedAt: assignedAt.toString() }],
    ),
    candidates: named.flatMap(({ assignedAt, disabledAt, ...rest }) =>
      assignedAt === null && disabledAt === null ? [rest] : [],
    ),
  };
}
