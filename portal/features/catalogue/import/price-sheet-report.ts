import { z } from 'zod';
import { RejectedRow } from './price-sheet-row.ts';

export const PriceSheetReport = z.object({
  rowsRead: z.number().int().describe('Rows of the file after the header.'),
  imported: z.number().int().describe('Prices that are new or have changed.'),
  unchanged: z.number().int().describe('Prices that were known already.'),
  duplicates: z
    .number()
    .int()
    .describe('Rows whose key another row of the file has too; the one with the latest end counts.'),
  offersAdded: z.number().int().describe('Plans that are new to the catalogue.'),
  rejectedCount: z.number().int().describe('Rows that were left out.'),
  rejected: z.array(RejectedRow).describe('The first thousand of the rows left out, in the order of the file.'),
  isDryRun: z.boolean().describe('Nothing was changed: the counts say what an import would do.'),
});
export type PriceSheetReport = z.infer<typeof PriceSheetReport>;
