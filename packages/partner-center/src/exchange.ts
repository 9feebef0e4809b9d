import { type CallIdentity, PartnerCenterUnreachable, PartnerCenterUnreadable } from './errors.ts';

export type Answer = Readonly<{
  status: number;
  headers: Headers;
  /** The whole body; empty where it is streamed. */
  text: string;
  /** The unread body, if streaming was requested and the status is a success. */
  stream: ReadableStream<Uint8Array> | undefined;
  /** The parsed body, where JSON was required. */
  json?: unknown;
}>;

type HttpRequest = Readonly<{
  fetch: typeof globalThis.fetch;
  url: URL;
  init: { method: string; headers: Headers; body?: string };
  /** Leaves the body of a success unread. The time limit then covers the headers only. */
  stream?: boolean;
  /** Limit from sending to the last byte of the body. */
  timeoutMs: number;
  /** The caller's signal; when it aborts, its reason is thrown unchanged. */
  signal: AbortSignal | undefined;
  call: CallIdentity;
}>;

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Sends one request once and reads the answer, whatever its status.
 *
 * @throws PartnerCenterUnreachable when no whole answer comes in time; PartnerCenterUnreadable for a redirect
 */
export async function exchange(request: HttpRequest): Promise<Answer> {
  request.signal?.throwIfAborted();
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), request.timeoutMs);
  const signal = request.signal === undefined ? limit.signal : AbortSignal.any([request.signal, limit.signal]);
  try {
    const response = await request.fetch(request.url, { ...request.init, redirect: 'manual', signal });
    const { status, headers } = response;
    if (REDIRECTS.has(status)) throw new PartnerCenterUnreadable(request.call, { status, reason: 'redirect' });
    if (request.stream === true && response.ok) {
      const stream = response.body ?? undefined;
      if (stream !== undefined) responseOfStream.set(stream, response);
      return { status, headers, text: '', stream };
    }
    return { status, headers, text: await response.text(), stream: undefined };
  } catch (error) {
    request.signal?.throwIfAborted();
    if (limit.signal.aborted) throw new PartnerCenterUnreachable(request.call, 'timeOut', error);
    // fetch reports errors of the network as TypeError.
    if (error instanceof TypeError) throw new PartnerCenterUnreachable(request.call, 'network', error);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The response of each stream that is still referenced. Node ends a stream whose reading has not begun once its
 * response is garbage-collected, without an error: a price sheet would be empty.
 */
const responseOfStream = new WeakMap<ReadableStream, Response>();
