import type { AnyColumn, SQL } from 'drizzle-orm';
import type { Id, PersonId } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import type { PersonRow } from './people.ts';
import type { VendorFailure } from './vendor-failures.ts';

/** A service of the account, and whether a person holds a seat of it. */
export type ServiceSeats = Readonly<{
  serviceId: Id<'service'>;
  subscriptionId: Id<'subscription'>;
  name: string;
  seatCount: number;
  assignedCount: number;
  /** Time at which the person got the seat; null: the person holds none. */
  heldSince: Temporal.Instant | null;
  /** What becomes of the licence at the vendor; null: nothing is known there. */
  atVendor: StateAtVendor | null;
}>;

/** How far the vendor is with something. */
export type StateAtVendor = Readonly<{
  status: 'waiting' | 'done' | 'failed';
  failure: VendorFailure | null;
  /** The licence is given, or the sign-in allowed; otherwise it is taken, or blocked. */
  isWanted: boolean;
}>;

/** The account of a person at a vendor. */
export type VendorUser = Readonly<{
  /** Domain of the tenant. */
  domain: string;
  login: string;
  isFound: boolean;
  /** As last read; null: not read yet. */
  isSignInAllowed: boolean | null;
  /** What becomes of the sign-in; null: nothing was to be done. */
  signIn: StateAtVendor | null;
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
  /** The condition, for queries of people, that somebody holds one or more of some services. */
  holdsAny(personId: AnyColumn, serviceIds: readonly Id<'service'>[]): SQL;
  /**
   * Gives a person one seat of a service. Who has it keeps it.
   *
   * @throws Refusal `licences.notFound`, `licences.ended`, `licences.noSeatLeft`
   */
  assign(context: OperationContext, assignee: PersonRow, serviceId: Id<'service'>): Promise<void>;
  /** The person was disabled: no sign-in at the vendor either, where the account agrees. */
  suspend(context: OperationContext, disabled: PersonRow): Promise<void>;
  /** The person was enabled: what `suspend` did is taken back. */
  resume(context: OperationContext, enabled: PersonRow): Promise<void>;
  listVendorUsers(context: OperationContext, personId: PersonId): Promise<readonly VendorUser[]>;
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
