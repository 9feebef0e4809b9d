import { type CallOptions, callIdentityOf } from './call-options.ts';
import { PartnerCenterUnreadable } from './errors.ts';
import type { Route } from './routes.ts';
import type { RequestParts, Transport } from './transport.ts';

/** A file that may be tens of megabytes long. */
export type FileStream = Readonly<{
  stream: ReadableStream<Uint8Array>;
  contentType: string | undefined;
  /** In bytes, if the answer says it. */
  contentLength: number | undefined;
}>;

/** Once the stream is open, a broken connection is an error of the stream, and no new attempt is made. */
export async function openFile<Path extends string>(
  transport: Transport,
  route: Route<Path>,
  parts: RequestParts<Path>,
  options: CallOptions,
): Promise<FileStream> {
  const call = callIdentityOf(route, options);
  const { status, headers, stream } = await transport.send(route, { ...parts, stream: true }, { ...options, ...call });
  if (stream === undefined) throw new PartnerCenterUnreadable(call, { status, reason: 'empty' });
  const length = headers.get('Content-Length');
  return {
    stream,
    contentType: headers.get('Content-Type') ?? undefined,
    contentLength: length === null ? undefined : Number(length),
  };
}
