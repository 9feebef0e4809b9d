import assert from 'node:assert/strict';
import { PartnerCenterUnreadable } from './errors.ts';
import { ROUTES } from './routes.ts';
import { type CallOptions, identify, type Wire } from './wire.ts';

export type PriceSheetQuery = Readonly<{
  /** ISO 3166, two letters. */
  market: string;
  /** `updatedlicensebased` holds New Commerce services by licence; `software`, `azure_consumption`, … */
  view: string;
  timeline?: 'current' | 'history' | 'future';
  /** `YYYYMM`; with `history`. */
  month?: string;
}>;

export type PriceSheetStream = Readonly<{
  /** CSV text, or a zip that holds it: tell them apart by the first bytes rather than by `contentType`. */
  stream: ReadableStream<Uint8Array>;
  contentType: string | undefined;
  /** Bytes, if told. */
  contentLength: number | undefined;
}>;

export function priceSheetCalls(wire: Wire) {
  return {
    /**
     * Opens a price sheet. Tens of megabytes: stream it. Once the stream is open, a broken connection is an error of the
     * stream, and no new attempt is made.
     *
     * @source Partner Center, "Get a price sheet": host and audience of their own, app+user only
     */
    async open(
      { market, view, timeline, month }: PriceSheetQuery,
      options: CallOptions = {},
    ): Promise<PriceSheetStream> {
      assert(month === undefined || /^\d{6}$/.test(month), `month is ${month}`);
      const call = identify(ROUTES.getPriceSheet, options);
      const { status, headers, stream } = await wire.send(
        ROUTES.getPriceSheet,
        { path: { market, view }, query: { timeline: timeline ?? 'current', month }, stream: true },
        { ...options, ...call },
      );
      if (stream === undefined) throw new PartnerCenterUnreadable(call, { status, reason: 'empty' });
      const length = headers.get('Content-Length');
      return {
        stream,
        contentType: headers.get('Content-Type') ?? undefined,
        contentLength: length === null ? undefined : Number(length),
      };
    },
  };
}
