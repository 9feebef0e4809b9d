import { PartnerCenterError, PartnerCenterHttpError } from '@licence-portal/partner-center';
import type { StepOutcome } from '#features/orders/orders.ts';
import { VendorFault } from '#platform/refusal.ts';

/**
 * What an error of Partner Center's client means for a step: a clear no ends or stops the order, everything unclear is
 * asked again with the same request id.
 *
 * @throws VendorFault when no clear answer came; the error itself when it is none of the client's
 */
export function answerError(error: unknown): StepOutcome {
  if (!(error instanceof PartnerCenterError)) throw error;
  if (!(error instanceof PartnerCenterHttpError)) throw faultOf(error);
  const facts = { vendorCode: String(error.code ?? error.status), correlationId: error.correlationId };
  const note = error.message;
  switch (error.category) {
    case 'retry':
    case 'reRead':
      throw faultOf(error);
    case 'customerMustAct':
      return { status: 'failed', code: 'customerMustAct', facts, note };
    case 'providerMustAct':
      return { status: 'stuck', code: 'providerMustAct', facts, note };
    case 'fixInput':
    case 'never':
      return { status: 'failed', code: 'refusedByVendor', facts, note };
  }
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
