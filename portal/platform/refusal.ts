/** Values that fill the sentence of a refusal. No secrets, no stack traces. */
export type Facts = Readonly<Record<string, string | number | boolean | null>>;

/**
 * An expected rejection: declared by its operation, translated for customer and provider, logged as information.
 * The code is the API's error code and part of the message keys: `refusal.<code>.customer` and `.provider`.
 */
export class Refusal extends Error {
  readonly isRefusal = true;
  readonly code: string;
  readonly facts: Facts;
  /** For refused input: what is wrong with which field. The value is a refusal code too (`input.tooSmall`). */
  readonly fields: readonly FieldRefusal[];

  constructor(code: string, facts: Facts = {}, fields: readonly FieldRefusal[] = []) {
    super(code);
    this.name = 'Refusal';
    this.code = code;
    this.facts = facts;
    this.fields = fields;
  }
}

export type FieldRefusal = Readonly<{ path: string; code: string; facts?: Facts }>;

/** True for refusals of either copy of this module: the server's bundle of pages carries its own. */
export function isRefusal(error: unknown): error is Refusal {
  return error instanceof Error && 'isRefusal' in error && error.isRefusal === true;
}

export type FaultDetail = Readonly<{
  /** `same` is the identical request with the identical request id; `never` needs a person. */
  resend: 'same' | 'never';
  requestId: string;
  correlationId?: string;
  retryAfterSeconds?: number;
  vendorCode?: string;
  /** The request was held back because the vendor does not answer at present: no attempt was made. */
  isNotSent?: true;
}>;

/** A vendor did not do as requested. Shown as "still trying" or "stuck", logged as a warning. */
export class VendorFault extends Error {
  readonly detail: FaultDetail;

  constructor(message: string, detail: FaultDetail, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'VendorFault';
    this.detail = detail;
  }
}

/** Checks a condition that must hold; otherwise it is a bug, and the request ends with its id and no detail. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${message}`);
}
