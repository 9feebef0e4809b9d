import {
  type CallOptions,
  MultiFactorRequired,
  type PartnerCenterClient,
  PartnerCenterError,
  PartnerCenterHttpError,
  SignInRefused,
} from '@licence-portal/partner-center';
import type { AskContext } from '#platform/operation.server.ts';
import { Refusal, VendorFault } from '#platform/refusal.ts';

/** A person waits no longer than this for Microsoft. */
export const MICROSOFT_TIME_LIMIT_MS = 8_000;

/**
 * Calls Microsoft while a person waits.
 *
 * @throws Refusal `tenants.microsoftDoesNotAnswer` when there is no usable answer within the operation's time limit, or
 *   the provider's sign-in is refused; PartnerCenterHttpError when Microsoft refuses for another reason than being busy
 */
export async function callMicrosoft<Answer>(
  context: AskContext,
  call: (microsoft: { client: PartnerCenterClient }, options: CallOptions) => Promise<Answer>,
): Promise<Answer> {
  const startedMs = performance.now();
  try {
    return await call(context.services.microsoft, { signal: context.signal });
  } catch (error) {
    // The provider's own sign-in, which concerns no customer: to them Microsoft does not answer.
    const isSignIn = error instanceof SignInRefused || error instanceof MultiFactorRequired;
    const isRefused = error instanceof PartnerCenterHttpError && error.category !== 'retry' && !isSignIn;
    const isBug = !isUnanswered(error) && !context.signal.aborted;
    if (isRefused || isBug) throw error;
    context.log.warn({ err: error, waitedMs: Math.round(performance.now() - startedMs) }, 'Microsoft did not answer');
    throw new Refusal('tenants.microsoftDoesNotAnswer');
  }
}

/** Also a request that was held back, because Microsoft does not answer at present. */
function isUnanswered(error: unknown): boolean {
  return error instanceof PartnerCenterError || error instanceof VendorFault;
}
