import type { AskContext } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { VendorCallFailed } from './vendor-connection.ts';

/** A person waits no longer than this for a vendor. */
export const VENDOR_TIME_LIMIT_MS = 15_000;

/**
 * Calls a vendor while a person waits.
 *
 * @throws Refusal `connections.refusedByVendor` with the vendor's code, `connections.vendorDoesNotAnswer`
 */
export async function callVendor<Answer>(
  { signal, log }: Pick<AskContext, 'signal' | 'log'>,
  call: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  try {
    return await call(signal);
  } catch (error) {
    if (!(error instanceof VendorCallFailed) && !signal.aborted) throw error;
    log.warn({ err: error }, 'the vendor did not do as requested');
    const code = error instanceof VendorCallFailed ? error.code : null;
    throw code === null
      ? new Refusal('connections.vendorDoesNotAnswer')
      : new Refusal('connections.refusedByVendor', { code });
  }
}

export const VENDOR_REFUSALS = ['connections.refusedByVendor', 'connections.vendorDoesNotAnswer'] as const;
