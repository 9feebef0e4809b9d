import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { DecimalText } from '#platform/wire.ts';
import { getHeldAbovePercent } from './held-above-percent.ts';

export const getPriceHoldLimit = operation({
  name: 'catalogue.getPriceHoldLimit',
  description: 'Reads by how many percent a price may move in an import before it waits for the provider’s word.',
  kind: 'read',
  permission: 'catalogue.import',
  scope: 'provider',
  input: z.object({}),
  output: z.object({ percent: DecimalText.describe('Percent, above 0.') }),
  run: async ({ tx }) => ({ percent: (await getHeldAbovePercent(tx)).toFixed() }),
});
