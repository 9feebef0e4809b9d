import { z } from 'zod';
import { idOf, PersonId } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { giveSeat } from './give-seat.ts';

export const assignService = operation({
  name: 'licences.assignService',
  description:
    'Gives a person one seat of a service, and the licence at the vendor, by a job. A person who has it already keeps it. ' +
    'Refused when every seat is taken, or the person is disabled.',
  kind: 'write',
  permission: 'licences.assign',
  input: z.object({
    serviceId: idOf('service').describe('The service.'),
    personId: PersonId.describe('The person who gets a seat.'),
  }),
  output: z.object({
    assignedCount: z.number().int().describe('Seats given to people, this one included.'),
    seatCount: z.number().int().describe('Seats of the subscription.'),
  }),
  refusals: [
    'licences.notFound',
    'licences.ended',
    'licences.noSeatLeft',
    'licences.personNotFound',
    'licences.personDisabled',
  ],
  run: giveSeat,
});
