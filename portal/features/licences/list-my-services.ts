import { asc, count, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { subscription } from '#features/subscriptions/subscriptions.ts';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { seesAllServices } from './sees-all-services.ts';
import { service, serviceAssignment } from './tables.ts';
import { isUsable } from './usable-service.ts';

export const listMyServices = operation({
  name: 'licences.listMyServices',
  description:
    'Lists the services that the caller may see: who manages licences or sees costs sees all of the account, others ' +
    'those assigned to them.',
  kind: 'read',
  permission: 'licences.use',
  input: z.object({}),
  output: z.object({
    services: z
      .array(
        z.object({
          serviceId: idOf('service').describe('The service.'),
          name: z.string().describe('Its name, as bought.'),
          vendor: z.string().describe('Id of the vendor that delivers it.'),
          status: z.string().describe('Status of its subscription, as the vendor reports it.'),
          isTrial: z.boolean().describe('Whether it is a free trial.'),
          seatCount: z.number().int().describe('Seats of the subscription.'),
          assignedCount: z.number().int().describe('Seats given to people.'),
          isMine: z.boolean().describe('Whether the caller may use it, beside administering it.'),
        }),
      )
      .describe('The services by name.'),
  }),
  async run({ tx, actor, personId }) {
    const isMine = sql<boolean>`coalesce(bool_or(${serviceAssignment.personId} = ${personId}), false)`;
    const services = await tx
      .select({
        serviceId: service.id,
        name: service.name,
        vendor: service.vendor,
        status: subscription.status,
        isTrial: subscription.isTrial,
        seatCount: subscription.seatCount,
        assignedCount: count(serviceAssignment.personId),
        isMine,
      })
      .from(service)
      .innerJoin(subscription, eq(subscription.id, service.subscriptionId))
      .leftJoin(serviceAssignment, eq(serviceAssignment.serviceId, service.id))
      .where(isUsable())
      .groupBy(service.id, subscription.id)
      .having(seesAllServices(actor) ? undefined : isMine)
      .orderBy(asc(service.name), asc(service.createdAt));
    return { services };
  },
});
