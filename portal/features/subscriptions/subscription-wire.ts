import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { DateText, MoneyWire } from '#platform/wire.ts';
import { TERM_END_OUTCOMES } from './tables.ts';

/*
 * Fields that several operations of this module give, described once.
 */

export const SubscriptionId = idOf('subscription').describe('Id of the subscription.');

export const SubscriptionName = z.string().describe("Name of the subscription: the account's own, else the vendor's.");

export const SeatCountShown = z.number().int().describe('Licences of the subscription now, 0 or more.');

export const TermDuration = z.string().describe('Length of a term, ISO 8601: `P1M`, `P1Y` or `P3Y`; more may come.');

export const BillingCycle = z
  .string()
  .describe('How often it is charged: `monthly`, `annual`, `triennial`, `one_time` or `none`; more may come.');

export const SubscriptionStatus = z
  .string()
  .describe(
    'Status at the vendor: `none`, `pending`, `active`, `suspended`, `expired`, `disabled` or `deleted` (cancelled); ' +
      'an unknown status is given as it came.',
  );

export const TermEndOutcomeText = z
  .enum(TERM_END_OUTCOMES)
  .describe(
    'What follows the term: `renews`, `ends`, `extendsMonthly` (month to month at a higher price), `unknown`, or ' +
      '`ended` when the subscription has ended already.',
  );

export const NextCharge = z
  .object({ on: DateText.describe('Day of the charge.'), net: MoneyWire.describe('Net amount of the charge.') })
  .nullable()
  .describe('The next charge that is expected; null where none is.');

/** Values that fill a sentence. */
export const SentenceFacts = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
  .describe('Values by name that explain it further.');

export const OrderNumber = z.string().describe('Number of the order, as shown to people.');

export const OrderStatus = z
  .string()
  .describe('Status of the order: `awaitingApproval`, `running`, `stuck`, `done`, `failed` or `cancelled`.');
