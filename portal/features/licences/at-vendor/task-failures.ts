import { VENDOR_FAILURES, type VendorFailure } from '#features/users/users.ts';

/** A stored code as one that has sentences. */
export function taskFailure(stored: string): VendorFailure {
  return VENDOR_FAILURES.find((code) => code === stored) ?? 'refusedByVendor';
}

/** The columns of a task that is carried out, or is to be. */
export const NO_FAILURE = { failureCode: null, failureFacts: null, providerNote: null } as const;

/** A clear refusal of the vendor. Sending the same again does not help; somebody has to act first. */
export class VendorRefusal extends Error {
  readonly code: VendorFailure;

  /** @param note  the vendor's own sentence, for the provider */
  constructor(code: VendorFailure, note: string, cause?: unknown) {
    super(note, cause === undefined ? undefined : { cause });
    this.name = 'VendorRefusal';
    this.code = code;
  }
}
