import { z } from 'zod';
import { PAYMENT_METHODS } from '#features/billing/billing.ts';
import type { Services } from '#platform/operation.server.ts';
import type { Facts } from '#platform/refusal.ts';
import { DecimalText, InstantText } from '#platform/wire.ts';
import { CHANGE_PERMISSIONS } from '../change-kind.ts';
import { ChangeKindText } from '../changes.ts';
import type { OrderRow, OrderStepRow } from '../tables.ts';
import type { AnyVendor } from '../vendor.ts';
import { canCancel, type OrderParts } from './order-parts.ts';

const FactValues = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
  .describe('Values that fill the sentence of the failure code.');
const FailureCode = z
  .string()
  .nullable()
  .describe('Why it failed or is stuck; null when it did not. More codes may come.');
const Status = z
  .enum(['awaitingApproval', 'running', 'stuck', 'done', 'failed', 'cancelled'])
  .describe(
    'Status of the order. `awaitingApproval`: the provider has to approve it; `running`: its steps are in progress; ' +
      '`stuck`: the provider has to act; `done`, `failed` and `cancelled` are final.',
  );

/** A row of a list of orders. */
export const OrderSummary = z.object({
  id: z.string().describe('Id of the order.'),
  number: z.string().describe('Number of the order for people: `ORD-2026-000123`.'),
  kind: ChangeKindText,
  status: Status,
  name: z.string().describe('Name of the first line.'),
  lineCount: z.number().int().describe('Number of lines.'),
  personName: z.string().describe('Person who ordered, as named at that time.'),
  ownReference: z.string().nullable().describe("The customer's internal reference."),
  currency: z.string().describe('Currency of the amounts, ISO 4217.'),
  todayNet: DecimalText.describe('Net amount charged at once; negative for a refund.'),
  todayGross: DecimalText.describe('Gross amount charged at once; negative for a refund.'),
  placedAt: InstantText.describe('When it was placed.'),
  finishedAt: InstantText.nullable().describe('When it ended; null while it is in progress.'),
});
export type OrderSummary = z.infer<typeof OrderSummary>;

/** A step as the customer sees it. */
export const OrderStepOutput = z.object({
  name: z.string().describe('Name of the step: `approval`, `payment`, or a step of the vendor.'),
  status: z.enum(['waiting', 'running', 'done', 'failed', 'skipped']).describe('Status of the step.'),
  waitingOn: z
    .enum(['vendor', 'provider', 'customer'])
    .nullable()
    .describe('Whose action a running step waits for; null when it waits for nobody.'),
  isRetried: z.boolean().describe('An attempt got no clear answer and is repeated.'),
  startedAt: InstantText.nullable().describe('When the first attempt began.'),
  finishedAt: InstantText.nullable().describe('When the step ended.'),
});

export const OrderLineOutput = z.object({
  id: z.string().describe('Id of the line.'),
  name: z.string().describe('Title of the product, or name of the subscription.'),
  subscriptionId: z
    .string()
    .nullable()
    .describe('Subscription that the line changes or has made; null before it exists.'),
  seatCount: z.number().int().describe('Total of licences after the change.'),
  termDuration: z.string().describe('Term, ISO 8601: `P1M`, `P1Y` or `P3Y`.'),
  billingCycle: z.string().describe('How it is billed: `monthly`, `annual`, `triennial` or `none`.'),
  unitPricePerCycle: DecimalText.describe('Net price of one licence for one billing cycle, not rounded.'),
  status: z.enum(['waiting', 'done', 'failed']).describe('Status of the line.'),
  failureCode: FailureCode,
});

export const OrderDetail = OrderSummary.extend({
  vendor: z.string().describe('Id of the vendor that carries the order out.'),
  isManual: z.boolean().describe('People of the provider carry the order out, so that it takes working days.'),
  opensServices: z.boolean().describe('When it is done, it gives people something new to open.'),
  paymentMethod: z.enum(PAYMENT_METHODS).describe('`onAccount` is paid by invoice, `prepaidCredit` from the balance.'),
  taxRate: DecimalText.describe('VAT rate, 0 to 1.'),
  subscriptionId: z.string().nullable().describe('Subscription that the order changes; null for a purchase.'),
  tenantId: z.string().nullable().describe('Microsoft account (tenant) of the order; null when it needs none.'),
  failureCode: FailureCode,
  failureFacts: FactValues,
  lines: z.array(OrderLineOutput).describe('Lines of the order.'),
  steps: z.array(OrderStepOutput).describe('Steps of the order, in their order.'),
  canCancel: z.boolean().describe('Nothing was bought yet, so that the order can be cancelled.'),
  permission: z.enum(CHANGE_PERMISSIONS).describe('Permission of those who may place and cancel such an order.'),
});
export type OrderDetail = z.infer<typeof OrderDetail>;

/** The meaning of a vendor's refusal, in a sentence for the provider. */
export const Meaning = z
  .object({ it: z.string().describe('In Italian.'), en: z.string().describe('In English.') })
  .describe("Meaning of the vendor's answer.");

/** A step as the provider sees it. */
export const ProviderStep = OrderStepOutput.extend({
  id: z.string().describe('Id of the step.'),
  attemptCount: z.number().int().describe('Attempts since the last clear answer.'),
  requestId: z.string().nullable().describe('Id of the request to the vendor, kept until a clear answer has come.'),
  correlationId: z.string().nullable().describe("The vendor's correlation id, for its support."),
  vendorReference: z.string().nullable().describe("The vendor's reference of the result."),
  failureCode: FailureCode,
  failureFacts: FactValues,
  meaning: Meaning.nullable().describe("Meaning of the vendor's answer; null when there is none."),
  providerNote: z.string().nullable().describe("The vendor's own message, or the provider's note."),
  checkAgainAt: InstantText.nullable().describe('When the next attempt is due, machine time.'),
});

export const ProviderOrder = OrderDetail.extend({
  meaning: Meaning.nullable().describe("Meaning of the vendor's answer; null when there is none."),
  accountId: z.string().describe('Id of the customer account.'),
  accountName: z.string().describe('Name of the customer.'),
  steps: z.array(ProviderStep).describe('Steps of the order, in their order.'),
  answers: z
    .array(
      z.object({
        name: z.string().describe('Name of the line.'),
        values: z
          .array(
            z.object({
              label: z
                .object({ it: z.string().describe('In Italian.'), en: z.string().describe('In English.') })
                .describe("Question of the product's order form."),
              value: z.string().describe("The customer's answer."),
            }),
          )
          .describe('Questions with their answers.'),
      }),
    )
    .describe("Answers to the products' order forms, line by line."),
});
export type ProviderOrder = z.infer<typeof ProviderOrder>;

export function orderSummary(
  order: OrderRow,
  { name, lineCount }: Readonly<{ name: string; lineCount: number }>,
): OrderSummary {
  return {
    id: order.id,
    number: order.number,
    kind: order.kind,
    status: order.status,
    name,
    lineCount,
    personName: order.personName,
    ownReference: order.ownReference,
    currency: order.currency,
    todayNet: order.todayNet.toFixed(),
    todayGross: order.todayGross.toFixed(),
    placedAt: order.placedAt.toString(),
    finishedAt: order.finishedAt?.toString() ?? null,
  };
}

export function orderDetail(services: Services, { order, lines, steps }: OrderParts): OrderDetail {
  return {
    ...orderSummary(order, { name: lines[0]?.name ?? '', lineCount: lines.length }),
    vendor: order.vendor,
    isManual: services.vendors[order.vendor]?.isManual ?? false,
    opensServices: services.changeKinds[order.kind].opensServices,
    paymentMethod: order.paymentMethod,
    taxRate: order.taxRate.toFixed(),
    subscriptionId: order.subscriptionId,
    tenantId: order.tenantId,
    failureCode: order.failureCode,
    failureFacts: order.failureFacts ?? {},
    lines: lines.map((line) => ({
      id: line.id,
      name: line.name,
      subscriptionId: line.subscriptionId,
      seatCount: line.seatCount,
      termDuration: line.termDuration,
      billingCycle: line.billingCycle,
      unitPricePerCycle: line.unitPricePerCycle.toFixed(),
      status: line.status,
      failureCode: line.failureCode,
    })),
    steps: steps.map(stepOutput),
    canCancel: canCancel({ order, steps }, services.vendors[order.vendor]),
    permission: services.changeKinds[order.kind].permission,
  };
}

export function providerStep(step: OrderStepRow, vendor: AnyVendor | undefined): z.infer<typeof ProviderStep> {
  return {
    ...stepOutput(step),
    id: step.id,
    attemptCount: step.attemptCount,
    requestId: step.requestId,
    correlationId: step.correlationId,
    vendorReference: step.vendorReference,
    failureCode: step.failureCode,
    failureFacts: step.failureFacts ?? {},
    meaning: meaningOf(step.failureFacts, vendor),
    providerNote: step.providerNote,
    checkAgainAt: step.checkAgainAt?.toString() ?? null,
  };
}

/** Null where nothing failed, or the vendor has no explanation of its own. */
export function meaningOf(facts: Facts | null, vendor: AnyVendor | undefined): z.infer<typeof Meaning> | null {
  return (facts && vendor?.explain?.(facts)) ?? null;
}

function stepOutput(step: OrderStepRow): z.infer<typeof OrderStepOutput> {
  return {
    name: step.name,
    status: step.status,
    waitingOn: step.status === 'running' ? step.waitingOn : null,
    isRetried: step.status === 'running' && step.failureCode !== null,
    startedAt: step.startedAt?.toString() ?? null,
    finishedAt: step.finishedAt?.toString() ?? null,
  };
}
