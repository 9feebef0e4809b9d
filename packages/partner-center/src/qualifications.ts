import { z } from 'zod';
import type { CallOptions } from './call-options.ts';
import type { Known } from './read-answer.ts';
import { ROUTES } from './routes.ts';
import type { Transport } from './transport.ts';

/** @source Partner Center, "Get a customer's qualification via asynchronous validation" */
export const Qualification = z.looseObject({
  /** `Education`, `GovernmentCommunityCloud`, `StateOwnedEntity`, `Nonprofit`, `None`. */
  qualification: z.string(),
  /** `InReview`, `Approved`, `Denied`. */
  vettingStatus: z.string().optional(),
  vettingReason: z.string().optional(),
  vettingCreatedDate: z.string().optional(),
});
export type Qualification = Known<z.output<typeof Qualification>>;

/**
 * Nonprofit cannot be requested by API.
 *
 * @source Partner Center, "Update a customer's qualification via asynchronous validation"
 */
export type NewQualification =
  | Readonly<{ qualification: 'Education'; educationSegment: 'K12' | 'HigherEducation'; website: string }>
  | Readonly<{ qualification: 'GovernmentCommunityCloud'; validationCode: string }>
  | Readonly<{ qualification: 'StateOwnedEntity' }>;

export function qualificationCalls(transport: Transport) {
  return {
    list: (customerId: string, options: CallOptions = {}) =>
      transport.read(ROUTES.listQualifications, { path: { customerId } }, z.array(Qualification), options),
    /** Requests a qualification; Microsoft decides later (`vettingStatus`). */
    request: (customerId: string, qualification: NewQualification, options: CallOptions = {}) =>
      transport.read(
        ROUTES.requestQualification,
        { path: { customerId }, body: qualification },
        Qualification,
        options,
      ),
  };
}
