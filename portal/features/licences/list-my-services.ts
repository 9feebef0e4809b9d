import { asc, count, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { subscription } from '#features/subscriptions/subscriptions.ts';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { service, serviceAssignment } from './tables.ts';
import { isUsable } from './usable-service.ts';

/** The services that the caller may see: an administrator all of the account, others those that were assigned to them. */
export const listMyServices = operation({
  name: 'licences.listMine',
  kind: 'read',
  permission: 'licences.use',
  input: z.object({}),
  output: z.object({
    services: z.array(
      z.object({
        serviceId: idOf('service'),
        name: z.string(),
        vendor: z.string(),
        status: z.string(),
        isTrial: z.boolean(),
        seatCount: z.number().int(),
        assignedCount: z.number().int(),
        /** The caller may use it, not only look after it. */
        isMine: z.boolean(),
      }),
    ),
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
      .having(actor.role === 'serviceUser' ? isMine : undefined)
      .orderBy(asc(service.name), asc(service.createdAt));
    return { services };
  },
});
