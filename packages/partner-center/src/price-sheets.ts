import assert from 'node:assert/strict';
import { PartnerCenterUnreadable } from './errors.ts';
import { ROUTES } from './routes.ts';
import { type CallOptions, identify, type RequestParts, type Wire } from './wire.ts';

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

/**
 * The files of the sales host: its own host and audience, app+user only. Tens of megabytes: stream them. Once a stream is
 * open, a broken connection is an error of the stream, and no new attempt is made.
 */
export function priceSheetCalls(wire: Wire) {
  return {
    /** @source Partner Center, "Get a price sheet" */
    async open(
      { market, view, timeline, month }: PriceSheetQuery,
      options: CallOptions = {},
    ): Promise<PriceSheetStream> {
      if (month !== undefined) assertMonth(month);
      const parts = { path: { market, view }, query: { timeline: timeline ?? 'current', month } };
      return await openFile(ROUTES.getPriceSheet, parts, options);
    },
    /**
     * What can be bought with what, and how much of it.
     *
     * @param month  `YYYYMM`
     * @source Partner Center, "Get an offer matrix"
     */
    async openOfferMatrix(month: string, options: CallOptions = {}): Promise<PriceSheetStream> {
      assertMonth(month);
      return await openFile(ROUTES.getOfferMatrix, { path: { month } }, options);
    },
    /**
     * The rates that Microsoft bills with in a month.
     *
     * @param month  `YYYYMM`
     * @source Partner Center, "Get foreign exchange rates"
     */
    async openExchangeRates(month: string, options: CallOptions = {}): Promise<PriceSheetStream> {
      assertMonth(month);
      return await openFile(ROUTES.getExchangeRates, { path: { month } }, options);
    },
  };

  async function openFile<Path extends string>(
    route: FileRoute<Path>,
    parts: RequestParts<Path>,
    options: CallOptions,
  ): Promise<PriceSheetStream> {
    const call = identify(route, options);
    const { status, headers, stream } = await wire.send(route, { ...parts, stream: true }, { ...options, ...call });
    if (stream === undefined) throw new PartnerCenterUnreadable(call, { status, reason: 'empty' });
    const length = headers.get('Content-Length');
    return {
      stream,
      contentType: headers.get('Content-Type') ?? undefined,
      contentLength: length === null ? undefined : Number(length),
    };
  }
}

type FileRoute<Path extends string> = Parameters<typeof identify>[0] & Readonly<{ path: Path; host: 'sales' }>;

function assertMonth(month: string): void {
  assert(/^\d{4}(0[1-9]|1[0-2])$/.test(month), `month is ${month}`);
}
