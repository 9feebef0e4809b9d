import assert from 'node:assert/strict';
import type { CallOptions } from './call-options.ts';
import { type FileStream, openFile } from './file-stream.ts';
import { ROUTES } from './routes.ts';
import type { Transport } from './transport.ts';

export type PriceSheetQuery = Readonly<{
  /** ISO 3166, two letters. */
  market: string;
  /** `updatedlicensebased` holds New Commerce services by licence; `software`, `azure_consumption`, … */
  view: string;
  timeline?: 'current' | 'history' | 'future';
  /** `YYYYMM`; with `history`. */
  month?: string;
}>;

/**
 * The files of the sales host: its own host and audience, app+user only. CSV text, or a zip that contains it:
 * distinguish them by the first bytes, not by `contentType`.
 */
export function priceSheetCalls(transport: Transport) {
  return {
    /** @source Partner Center, "Get a price sheet" */
    async open({ market, view, timeline, month }: PriceSheetQuery, options: CallOptions = {}): Promise<FileStream> {
      if (month !== undefined) assertMonth(month);
      const parts = { path: { market, view }, query: { timeline: timeline ?? 'current', month } };
      return await openFile(transport, ROUTES.getPriceSheet, parts, options);
    },
    /**
     * The products: which can be bought with which, and how many seats of each.
     *
     * @param month  `YYYYMM`
     * @source Partner Center, "Get an offer matrix"
     */
    async openOfferMatrix(month: string, options: CallOptions = {}): Promise<FileStream> {
      assertMonth(month);
      return await openFile(transport, ROUTES.getOfferMatrix, { path: { month } }, options);
    },
    /**
     * The exchange rates by which Microsoft bills in a month.
     *
     * @param month  `YYYYMM`
     * @source Partner Center, "Get foreign exchange rates"
     */
    async openExchangeRates(month: string, options: CallOptions = {}): Promise<FileStream> {
      assertMonth(month);
      return await openFile(transport, ROUTES.getExchangeRates, { path: { month } }, options);
    },
  };
}

function assertMonth(month: string): void {
  assert(/^\d{4}(0[1-9]|1[0-2])$/.test(month), `month is ${month}`);
}
