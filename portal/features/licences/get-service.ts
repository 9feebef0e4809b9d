import { and, asc, eq, isNotNull, isNull, or } from 'drizzle-orm';
import { z } from 'zod';
import { catalogueVendorOf, offer } from '#features/catalogue/catalogue.ts';
import { subscription } from '#features/subscriptions/subscriptions.ts';
import { person, VENDOR_FAILURES } from '#features/users/users.ts';
import type { Tx } from '#platform/database.server.ts';
import { type Id, idOf, PersonId } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { isPermitted } from '#platform/permissions.ts';
import { Refusal } from '#platform/refusal.ts';
import { DateText, InstantText } from '#platform/wire.ts';
import { readPoolOfService } from './at-vendor/pool-of-service.ts';
import { stateAtVendor } from './at-vendor/state-at-vendor.ts';
import { seesAllServices } from './sees-all-services.ts';
import { service, serviceAssignment, TASK_STATUSES, vendorTask } from './tables.ts';
import { isUsable } from './usable-service.ts';

const StateAtVendor = z.object({
  status: z.enum(TASK_STATUSES).describe('Whether the vendor has done it.'),
  failure: z.enum(VENDOR_FAILURES).nullable().describe('Why it failed; null: it has not.'),
  isWanted: z.boolean().describe('True: the licence is given. False: it is taken.'),
});

const AssignablePerson = z.object({
  personId: PersonId.describe('The person.'),
  name: z.string().describe('First and last name.'),
  login: z.string().nullable().describe('Login name; null for a person who was removed.'),
});

export const getService = operation({
  name: 'licences.getService',
  description:
    'Returns one service: its description, the address where it is used and, for those who assign licences, the ' +
    'people who hold its seats.',
  kind: 'read',
  permission: 'licences.use',
  input: z.object({ serviceId: idOf('service').describe('The service.') }),
  output: z.object({
    serviceId: idOf('service').describe('The service.'),
    name: z.string().describe('Its name, as bought.'),
    description: z.string().describe('Description of the product; empty when there is none.'),
    descriptionLanguage: z.enum(['it', 'en']).describe('Language of the description.'),
    vendor: z.string().describe('Id of the vendor that delivers it.'),
    address: z.string().describe('Address of the service itself, outside the portal; empty when it has none.'),
    status: z.string().describe('Status of its subscription, as the vendor reports it.'),
    isTrial: z.boolean().describe('Whether it is a free trial.'),
    isMine: z.boolean().describe('Whether the caller may use it.'),
    openedAt: InstantText.describe('When the service became available.'),
    management: z
      .object({
        subscriptionId: idOf('subscription').describe('The subscription behind the service.'),
        seatCount: z.number().int().describe('Seats of the subscription.'),
        pool: z
          .object({
            totalCount: z.int().describe('Licences of this product, of all subscriptions together.'),
            usedCount: z.int().describe('Those that are assigned at the vendor, wherever that was done.'),
            outside: z
              .array(
                z.object({
                  login: z.string().describe('Address of the account at the vendor.'),
                  name: z.string().describe('Its name there.'),
                }),
              )
              .describe('Up to 50 accounts that hold a licence without a seat in the portal.'),
            subscriptions: z
              .array(
                z.object({
                  subscriptionId: idOf('subscription').describe('The subscription.'),
                  name: z.string().describe('Its name.'),
                  seatCount: z.int().describe('Its seats.'),
                  endsBefore: DateText.describe('The first day after its term, when it can be reduced anyway.'),
                  reducibleCount: z
                    .int()
                    .describe('Seats that can be given back now; 0: none before the end of the term.'),
                  reducibleUntil: InstantText.nullable().describe(
                    'When the first of them no longer can; null: none can.',
                  ),
                }),
              )
              .describe('The subscriptions that these licences are of, the one to reduce first before the others.'),
            readAt: InstantText.describe('When the vendor was last read.'),
          })
          .nullable()
          .describe('The licences at the vendor; null: not read yet.'),
        people: z
          .array(
            AssignablePerson.extend({
              isDisabled: z.boolean().describe('Whether the person may not sign in.'),
              assignedAt: InstantText.describe('When the person got the service.'),
              atVendor: StateAtVendor.nullable().describe(
                'What becomes of the licence at the vendor; null: nothing known.',
              ),
            }),
          )
          .describe('People who hold a seat.'),
        leaving: z
          .array(AssignablePerson.extend({ atVendor: StateAtVendor.describe('What becomes of the licence there.') }))
          .describe('People who hold no seat any more and whose licence the vendor has not taken yet.'),
        candidates: z.array(AssignablePerson).describe('People of the account who may still get a seat.'),
      })
      .nullable()
      .describe('For those who assign licences; null for others.'),
  }),
  refusals: ['licences.notFound'],
  async run({ tx, clock, actor, personId, services }, { serviceId }) {
    const found = await findService(tx, serviceId);
    const people = await listPeopleWith(tx, serviceId);
    const isMine = people.some((assigned) => assigned.personId === personId && assigned.assignedAt !== null);
    if (found === undefined || (!isMine && !seesAllServices(actor))) throw new Refusal('licences.notFound');

    const { service: row, subscription: held, description } = found;
    return {
      serviceId,
      name: row.name,
      description: description ?? '',
      descriptionLanguage: catalogueVendorOf(services, row.vendor).descriptionLanguage,
      vendor: row.vendor,
      address: row.address,
      status: held.status,
      isTrial: held.isTrial,
      isMine,
      openedAt: row.createdAt.toString(),
      management: !isPermitted(actor.roles, 'licences.assign')
        ? null
        : {
            subscriptionId: held.id,
            seatCount: held.seatCount,
            pool: await readPoolOfService(tx, {
              ...{ licencePool: row.licencePool, tenantId: held.tenantId },
              now: clock.now(),
            }),
            ...groupByAssignment(people),
          },
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

/** All people of the account, with the instant at which they got the service, if they have it. */
function listPeopleWith(tx: Tx, serviceId: Id<'service'>) {
  return tx
    .select({
      personId: person.id,
      firstName: person.firstName,
      lastName: person.lastName,
      login: person.login,
      disabledAt: person.disabledAt,
      removedAt: person.removedAt,
      assignedAt: serviceAssignment.assignedAt,
      task: vendorTask,
    })
    .from(person)
    .leftJoin(
      serviceAssignment,
      and(eq(serviceAssignment.personId, person.id), eq(serviceAssignment.serviceId, serviceId)),
    )
    .leftJoin(vendorTask, and(eq(vendorTask.personId, person.id), eq(vendorTask.serviceId, serviceId)))
    .where(or(isNull(person.removedAt), isNotNull(vendorTask.id)))
    .orderBy(asc(person.lastName), asc(person.firstName));
}

function groupByAssignment(all: Awaited<ReturnType<typeof listPeopleWith>>) {
  const named = all.map(({ firstName, lastName, task, ...rest }) => ({
    ...rest,
    name: `${firstName} ${lastName}`.trim(),
    atVendor: stateAtVendor(task),
  }));
  return {
    people: named.flatMap(({ assignedAt, disabledAt, removedAt: _, ...rest }) =>
      assignedAt === null ? [] : [{ ...rest, isDisabled: disabledAt !== null, assignedAt: assignedAt.toString() }],
    ),
    leaving: named.flatMap(({ assignedAt, disabledAt: _, removedAt: __, atVendor, ...rest }) =>
      assignedAt === null && atVendor !== null ? [{ ...rest, atVendor }] : [],
    ),
    candidates: named.flatMap(({ assignedAt, disabledAt, removedAt, atVendor: _, ...rest }) =>
      assignedAt === null && disabledAt === null && removedAt === null ? [rest] : [],
    ),
  };
}
