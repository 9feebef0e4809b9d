import { z } from 'zod';
import { idOf } from '#platform/ids.ts';

/** Services that are assigned at once, at most. */
const SERVICES_MAX = 50;

export const ServiceIds = z.array(idOf('service')).max(SERVICES_MAX);

/** Codes by which the assignment of a service is refused. */
export const ASSIGNMENT_REFUSALS = ['licences.notFound', 'licences.ended', 'licences.noSeatLeft'] as const;
