import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { RejectedRow } from './price-sheet-row.ts';

export const PriceSheetReport = z.object({
  importId: idOf('priceImport').nullable().describe('Id of the import; null for a dry run.'),
  rowsRead: z.number().int().describe('Rows of the file after the header.'),
  imported: z.number().int().describe('Prices that are new or have changed.'),
  unchanged: z.number().int().describe('Prices that were known already.'),
  duplicates: z
    .number()
    .int()
    .describe('Rows whose key another row of the file has too; the one with the latest end counts.'),
  offersAdded: z.number().int().describe('Plans that are new to the catalogue.'),
  withdrawnCount: z.number().int().describe('Plans that the sheet no longer has; they leave the shelf of its markets.'),
  heldCount: z.number().int().describe('Prices that wait for the provider’s word.'),
  rejectedCount: z.number().int().describe('Rows that were left out.'),
  rejected: z.array(RejectedRow).describe('The first thousand of the rows left out, in the order of the file.'),
  isDryRun: z.boolean().describe('Nothing was changed: the counts say what an import would do.'),
});
export type PriceSheetReport = z.infer<typeof PriceSheetReport>;
