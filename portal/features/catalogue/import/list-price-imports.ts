import { count, desc } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { InstantText, PageRequest } from '#platform/wire.ts';
import { priceImport } from '../tables.ts';
import { RejectedRow } from './price-sheet-row.ts';

/** Past imports of price sheets, the newest first. */
export const listPriceImports = operation({
  name: 'catalogue.listPriceImports',
  kind: 'read',
  permission: 'catalogue.import',
  scope: 'provider',
  input: PageRequest,
  output: z.object({
    imports: z.array(
      z.object({
        importId: idOf('priceImport'),
        fileName: z.string(),
        market: z.string(),
        rowsRead: z.number().int(),
        imported: z.number().int(),
        unchanged: z.number().int(),
        duplicates: z.number().int(),
        offersAdded: z.number().int(),
        rejectedCount: z.number().int(),
        rejected: z.array(RejectedRow),
        importedAt: InstantText,
      }),
    ),
    total: z.number().int(),
  }),
  async run({ tx }, { page, pageSize }) {
    const rows = await tx
      .select()
      .from(priceImport)
      .orderBy(desc(priceImport.createdAt), desc(priceImport.id))
      .limit(pageSize)
      .offset((page - 1) * pageSize);
    const [all] = await tx.select({ total: count() }).from(priceImport);
    return {
      imports: rows.map(({ id, vendor: _vendor, personId: _personId, createdAt, rejected, ...counts }) => ({
        importId: id,
        ...counts,
        rejected: [...rejected],
        importedAt: createdAt.toString(),
      })),
      total: all?.total ?? 0,
    };
  },
});
