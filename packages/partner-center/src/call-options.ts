import type { CallIdentity } from './errors.ts';
import type { Route } from './routes.ts';

/** The last argument of every call. */
export type CallOptions = Readonly<{
  /**
   * `MS-RequestId`, a GUID. Keep it to send the identical write again after a crash or a time-out; generated if absent.
   */
  requestId?: string | undefined;
  /** `MS-CorrelationId`, a GUID that Microsoft's support asks for. Generated if absent. */
  correlationId?: string | undefined;
  signal?: AbortSignal | undefined;
  /** `If-Match`: the etag that the write is based on. */
  ifMatch?: string | undefined;
  /**
   * Time limit of one attempt, in milliseconds, instead of the client's. For a limit of the whole call, waits
   * included, give `AbortSignal.timeout` as `signal`.
   */
  timeoutMs?: number | undefined;
  /** Attempts, including the first, instead of the client's. */
  maxAttempts?: number | undefined;
}>;

/** The options that the further requests of one call share: all but the ids of its first request and its etag. */
export function sharedOptions(options: CallOptions, correlationId: string): CallOptions {
  const { signal, timeoutMs, maxAttempts } = options;
  return { correlationId, signal, timeoutMs, maxAttempts };
}

/** Fixes the ids of a logical call. Options that already have ids keep them. */
export function callIdentityOf(route: Route, options: CallOptions): CallIdentity {
  return {
    route: `${route.method} ${route.path}`,
    requestId: options.requestId ?? crypto.randomUUID(),
    correlationId: options.correlationId ?? crypto.randomUUID(),
  };
}
