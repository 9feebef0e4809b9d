import {
  AppUserTokenRequired,
  ERROR_CODES,
  type ErrorCategory,
  type ErrorMessageKey,
  PartnerCenterError,
  PartnerCenterHttpError,
} from '@licence-portal/partner-center';
import type { StepOutcome, VendorStep } from '#features/orders/orders.ts';
import { VendorFault } from '#platform/refusal.ts';
import { failureCodeOf, hasOwnFailureCode } from './failure-code.ts';

/** A clear refusal, as the outcome of a step. */
export type Rejection = Extract<StepOutcome, { status: 'failed' | 'stuck' }>;

/** A step that talks to Partner Center, with what its client throws put in the portal's terms. */
export function microsoftStep(step: VendorStep): VendorStep {
  return async (context) => {
    try {
      return await step(context);
    } catch (error) {
      return outcomeOfError(error);
    }
  };
}

/**
 * The outcome of a step for an error of Partner Center's client: a clear refusal ends or stops the order, everything
 * unclear is sent again with the same request id.
 *
 * @throws VendorFault when no clear answer came; the error itself when it is none of the client's
 */
export function outcomeOfError(error: unknown): StepOutcome {
  if (!(error instanceof PartnerCenterError)) throw error;
  const note = noteOf(error);
  if (error instanceof AppUserTokenRequired) return rejectionOf('tokenKind', 'providerMustAct', note);
  if (!(error instanceof PartnerCenterHttpError) || error.category === 'retry') throw faultOf(error);
  const { messageKey, category } = error;
  if (category === 'reRead' && !hasOwnFailureCode(messageKey)) throw faultOf(error);
  return rejectionOf(messageKey, category, note);
}

/** A refusal inside a successful answer, by its code. @param note  Microsoft's own sentence, for the provider */
export function rejectionOfCode(vendorCode: number | string | undefined, note: string): Rejection {
  const known = vendorCode === undefined ? undefined : ERROR_CODES.get(Number(vendorCode));
  return known
    ? rejectionOf(known.message, known.category, note)
    : { status: 'failed', code: 'refusedByVendor', facts: {}, note };
}

/** A cause that the provider can remove stops the order, so that the same step may pass later; others end it. */
function rejectionOf(meaning: ErrorMessageKey | undefined, category: ErrorCategory, note: string): Rejection {
  const facts = meaning === undefined ? {} : { meaning };
  const status = category === 'providerMustAct' ? 'stuck' : 'failed';
  return { status, code: failureCodeOf(meaning, category), facts, note };
}

/** No clear answer: the identical request may be sent again, later. */
export function faultOf(error: PartnerCenterError): VendorFault {
  const { requestId, correlationId } = error;
  const detail = { resend: 'same', requestId, correlationId } as const;
  if (!(error instanceof PartnerCenterHttpError)) return new VendorFault(error.message, detail, error);
  const { code, retryAfterSeconds } = error;
  return new VendorFault(
    error.message,
    {
      ...detail,
      ...(code !== undefined && { vendorCode: String(code) }),
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    },
    error,
  );
}

/** For the provider and for Microsoft's support: the message, its data and the id to name. */
export function noteOf(error: PartnerCenterError): string {
  const data = error instanceof PartnerCenterHttpError && error.data.length > 0 ? ` [${error.data.join(', ')}]` : '';
  return `${error.message}${data}; correlation ${error.correlationId}`.slice(0, 1000);
}
