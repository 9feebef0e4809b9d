import { z } from 'zod';
import type { CallOptions } from './call-options.ts';
import type { Known } from './read-answer.ts';
import { ROUTES } from './routes.ts';
import type { Transport } from './transport.ts';

/*
 * Acceptance of the Microsoft Customer Agreement by the customer's own signatory, which in January 2026 took the place
 * of the partner's confirmation (`agreements.confirm`):
 *
 * 1. `attestations.create` announces the signatory and returns an id;
 * 2. the signatory opens `attestations.acceptanceLink(id)`, and accepts at Microsoft;
 * 3. `agreements.create` makes the customer's agreement with the id of the accepted attestation.
 *
 * Everything that Microsoft's public pages leave open stands in this file. Guess: the names of all fields except
 * `country`, `language`, `signatoryFirstName` and `signatoryLastName`; the route that reads an attestation, and its
 * answer; the states `declined` and `expired`; in `agreements.ts`, the field `attestationId` of the agreement.
 *
 * @source Partner Center, "Confirm customer acceptance of Microsoft Customer Agreement" (2026); the states `Pending`,
 *         `unverified` and `accepted` as open-source clients of 2025 and 2026 have them
 */

export type NewAttestation = Readonly<{
  /** ISO 3166 alpha-2. */
  country: string;
  /** Of the text that the signatory reads: `it-IT`. */
  language: string;
  companyName: string;
  signatoryFirstName: string;
  signatoryLastName: string;
  signatoryEmail: string;
  signatoryPhoneNumber?: string;
}>;

/** States are open: one that is not known is no acceptance. */
export const Attestation = z.looseObject({
  attestationId: z.string(),
  status: z.string().optional(),
  /** The link can be used before this instant; absent where Microsoft sets no limit. */
  expirationDate: z.string().optional(),
  acceptedDate: z.string().optional(),
});
export type Attestation = Known<z.output<typeof Attestation>>;

/** `unverified`: the signatory has answered, and Microsoft has not verified the person (yet). */
export type AttestationState = 'pending' | 'unverified' | 'accepted' | 'declined' | 'expired' | 'unknown';

const STATES: readonly AttestationState[] = ['pending', 'unverified', 'accepted', 'declined', 'expired'];

/** The state of an attestation, whatever the case in which Microsoft writes it. A new attestation is pending. */
export function attestationStateOf({ status }: Pick<Attestation, 'status'>): AttestationState {
  const state = status?.toLowerCase() ?? 'pending';
  return STATES.find((known) => known === state) ?? 'unknown';
}

/** @param acceptanceUrl  address of the component in which signatories accept */
export function attestationCalls(transport: Transport, acceptanceUrl: string) {
  return {
    /**
     * Announces who will accept the agreement for a company, which need not be a customer yet. Direct-bill partners and
     * indirect providers of the global cloud only.
     */
    create: (attestation: NewAttestation, options: CallOptions = {}) =>
      transport.read(ROUTES.createAttestation, { body: attestation }, Attestation, options),
    get: (attestationId: string, options: CallOptions = {}) =>
      transport.read(ROUTES.getAttestation, { path: { attestationId } }, Attestation, options),
    /** The page at Microsoft where the signatory, and nobody else, reads the agreement and accepts it. */
    acceptanceLink(attestationId: string): string {
      const link = new URL(acceptanceUrl);
      link.searchParams.set('attestationid', attestationId);
      return link.href;
    },
  };
}
