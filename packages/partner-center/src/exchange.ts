import { type CallIdentity, PartnerCenterUnreachable } from './errors.ts';

export type Answer = Readonly<{
  status: number;
  headers: Headers;
  /** The whole body; empty where it is streamed. */
  text: string;
  /** The body still to come, where streaming was asked for and the status is a success. */
  stream: ReadableStream<Uint8Array> | undefined;
}>;

type HttpRequest = Readonly<{
  fetch: typeof globalThis.fetch;
  url: URL;
  init: { method: string; headers: Headers; body?: string };
  /** Leave the body of a success unread. The time limit then ends with the headers. */
  stream?: boolean;
  /** Limit from sending to the last byte of the body. */
  timeoutMs: number;
  /** The caller's; when it aborts, its reason is thrown as it is. */
  signal: AbortSignal | undefined;
  call: CallIdentity;
}>;

/**
 * Sends one request once and reads the answer, whatever its status.
 *
 * @throws PartnerCenterUnreachable when no whole answer comes in time
 */
export async function exchange(request: HttpRequest): Promise<Answer> {
  request.signal?.throwIfAborted();
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), request.timeoutMs);
  const signal = request.signal === undefined ? limit.signal : AbortSignal.any([request.signal, limit.signal]);
  try {
    const response = await request.fetch(request.url, { ...request.init, signal });
    const { status, headers } = response;
    if (request.stream === true && response.ok) {
      const stream = response.body ?? undefined;
      if (stream !== undefined) responseOfStream.set(stream, response);
      return { status, headers, text: '', stream };
    }
    return { status, headers, text: await response.text(), stream: undefined };
  } catch (error) {
    request.signal?.throwIfAborted();
    if (limit.signal.aborted) throw new PartnerCenterUnreachable(request.call, 'timeOut', error);
    if (error instanceof TypeError) throw new PartnerCenterUnreachable(request.call, 'network', error); // So says fetch.
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The response of each stream that is still held. Node ends a stream that nobody has begun to read once its response has been
 * collected as garbage, and does so without an error: a price sheet would be empty.
 */
const responseOfStream = new WeakMap<ReadableStream, Response>();
