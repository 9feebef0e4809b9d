import type { Id, PersonId } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import type { PersonRow } from './people.ts';

/** A service of the account, and whether a person holds a seat of it. */
export type ServiceSeats = Readonly<{
  serviceId: Id<'service'>;
  subscriptionId: Id<'subscription'>;
  name: string;
  seatCount: number;
  assignedCount: number;
  /** Time at which the person got the seat; null: the person holds none. */
  heldSince: Temporal.Instant | null;
}>;

/**
 * The services and licences of people, as the administration of users needs them. The module `licences` implements it,
 * and the shell supplies it as a service. Every method takes part in the caller's transaction.
 */
export type HeldServices = Readonly<{
  /**
   * The services of the account by name. Those that can no longer be used are left out, unless the person holds them.
   *
   * @param personId  null: a person who is still to be added
   */
  list(context: OperationContext, personId: PersonId | null): Promise<readonly ServiceSeats[]>;
  /**
   * Gives a person one seat of a service. Who has it keeps it.
   *
   * @throws Refusal `licences.notFound`, `licences.ended`, `licences.noSeatLeft`
   */
  assign(context: OperationContext, assignee: PersonRow, serviceId: Id<'service'>): Promise<void>;
  /** @throws Refusal `licences.notAssigned` */
  withdraw(context: OperationContext, personId: PersonId, serviceId: Id<'service'>): Promise<void>;
  /**
   * Takes every seat from a person who leaves. They become free, or go to a successor; of a service that the successor
   * has already, the seat becomes free.
   */
  release(
    context: OperationContext,
    personId: PersonId,
    successor: PersonRow | null,
  ): Promise<{ freedCount: number; handedOverCount: number }>;
}>;
