import { z } from 'zod';
import { PAYMENT_METHODS } from './tables.ts';

/** The payment method, as operations take it. */
export const PaymentMethodField = z
  .enum(PAYMENT_METHODS)
  .describe('`onAccount` is paid by invoice within the credit limit, `prepaidCredit` from the balance.');

/** The customer's internal reference of an order, as operations take it; empty is none. */
export const OwnReferenceField = z
  .string()
  .trim()
  .max(100)
  .describe("The customer's internal reference, such as a purchase order number or a cost centre.");
