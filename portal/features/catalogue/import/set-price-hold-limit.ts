import { Decimal } from '@licence-portal/nce';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { DecimalText } from '#platform/wire.ts';
import { priceListSetting } from '../tables.ts';

export const setPriceHoldLimit = operation({
  name: 'catalogue.setPriceHoldLimit',
  description: 'Sets by how many percent a price may move in an import before it waits for the provider’s word.',
  kind: 'write',
  permission: 'catalogue.import',
  scope: 'provider',
  input: z.object({
    percent: z
      .string()
      .trim()
      .transform((text) => text.replace(',', '.'))
      .pipe(z.string().regex(/^\d{1,3}(\.\d{1,2})?$/, 'input.notPercent'))
      .pipe(z.string().refine((text) => new Decimal(text).greaterThan(0), 'input.percentOutOfRange'))
      .describe('Percent, above 0 and below 1000, at most two decimals.'),
  }),
  output: z.object({ percent: DecimalText.describe('The percent that holds now.') }),
  async run({ tx, audit }, { percent }) {
    const heldAbovePercent = new Decimal(percent);
    await tx
      .insert(priceListSetting)
      .values({ heldAbovePercent })
      .onConflictDoUpdate({ target: priceListSetting.id, set: { heldAbovePercent } });
    await audit.record('catalogue.priceHoldLimitSet', { percent }, null);
    return { percent: heldAbovePercent.toFixed() };
  },
});
