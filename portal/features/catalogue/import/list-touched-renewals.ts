import { z } from 'zod';
import type { Tx } from '#platform/database.server.ts';
import { type Id, idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { DateText, DecimalText, PageRequest, pageOf } from '#platform/wire.ts';

const TouchedRenewal = z
  .object({
    accountId: idOf('account').describe('Id of the customer.'),
    accountName: z.string().describe('Name of the customer.'),
    subscriptionId: idOf('subscription').describe('Id of the subscription.'),
    name: z.string().describe('Name of the subscription.'),
    seatCount: z.number().int().describe('Licences that it has now.'),
    renewsOn: DateText.describe('Day of the renewal.'),
    currency: z.string().describe('Currency of the prices, ISO 4217.'),
    priceBefore: DecimalText.describe('Net price of one licence and charge cycle that the customer pays now.'),
    priceAfter: DecimalText.nullable().describe('The same after the renewal; null: the plan leaves the list.'),
  })
  .describe('A running subscription whose next renewal an import changes.');
export type TouchedRenewal = z.infer<typeof TouchedRenewal>;

/** Reads the renewals that the changes of an import touch, the next first; `subscriptions` implements it. */
export type TouchedRenewalsReader = (
  tx: Tx,
  query: Readonly<{ importId: Id<'priceImport'>; limit: number; offset: number }>,
) => Promise<Readonly<{ items: TouchedRenewal[]; total: number }>>;

export const listTouchedRenewals = operation({
  name: 'catalogue.listTouchedRenewals',
  description: 'Lists the renewals of customers that an import or a draft changes, the next first.',
  kind: 'read',
  permission: 'catalogue.import',
  scope: 'provider',
  input: PageRequest.extend({ importId: idOf('priceImport').describe('Id of the import.') }),
  output: pageOf(TouchedRenewal),
  run: ({ tx, services }, { importId, page, pageSize }) =>
    services.touchedRenewals(tx, { importId, limit: pageSize, offset: (page - 1) * pageSize }),
});
