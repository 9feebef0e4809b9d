import { z } from 'zod';
import type { Facts } from '#platform/refusal.ts';
import { DecimalText, InstantText } from '#platform/wire.ts';
import { ChangeKindText } from '../quote/quote-view.ts';
import type { OrderLineRow, OrderRow, OrderStepRow } from '../steps/claim-step.ts';
import type { AnyVendor } from '../vendor.ts';

const FactValues = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const Status = z.enum(['awaitingApproval', 'running', 'stuck', 'done', 'failed', 'cancelled']);

/** A row of a list of orders. */
export const OrderSummary = z.object({
  id: z.string(),
  number: z.string(),
  kind: ChangeKindText,
  status: Status,
  /** Of the first line. */
  name: z.string(),
  lineCount: z.number().int(),
  personName: z.string(),
  ownReference: z.string().nullable(),
  currency: z.string(),
  /** Negative for a refund. */
  todayNet: DecimalText,
  todayGross: DecimalText,
  placedAt: InstantText,
  finishedAt: InstantText.nullable(),
});
export type OrderSummary = z.infer<typeof OrderSummary>;

/** A step as the customer sees it. */
export const OrderStepOutput = z.object({
  name: z.string(),
  status: z.enum(['waiting', 'running', 'done', 'failed', 'skipped']),
  waitingOn: z.enum(['vendor', 'provider', 'customer']).nullable(),
  /** An attempt got no clear answer and is made again. */
  isRetried: z.boolean(),
  startedAt: InstantText.nullable(),
  finishedAt: InstantText.nullable(),
});

export const OrderLineOutput = z.object({
  id: z.string(),
  name: z.string(),
  subscriptionId: z.string().nullable(),
  seatCount: z.number().int(),
  termDuration: z.string(),
  billingCycle: z.string(),
  unitPricePerCycle: DecimalText,
  status: z.enum(['waiting', 'done', 'failed']),
  failureCode: z.string().nullable(),
});

export const OrderDetail = OrderSummary.extend({
  vendor: z.string(),
  paymentMethod: z.enum(['onAccount', 'prepaidCredit']),
  /** 0 to 1. */
  taxRate: DecimalText,
  subscriptionId: z.string().nullable(),
  tenantId: z.string().nullable(),
  failureCode: z.string().nullable(),
  failureFacts: FactValues,
  lines: z.array(OrderLineOutput),
  steps: z.array(OrderStepOutput),
  /** Nothing was sent yet. */
  canCancel: z.boolean(),
});
export type OrderDetail = z.infer<typeof OrderDetail>;

/** What a vendor's no means, in a sentence for the provider. */
export const Meaning = z.object({ it: z.string(), en: z.string() });

/** A step as the provider sees it. */
export const ProviderStep = OrderStepOutput.extend({
  id: z.string(),
  attemptCount: z.number().int(),
  requestId: z.string().nullable(),
  correlationId: z.string().nullable(),
  vendorReference: z.string().nullable(),
  failureCode: z.string().nullable(),
  failureFacts: FactValues,
  /** What the vendor's no means. */
  meaning: Meaning.nullable(),
  /** The vendor's own sentence. */
  providerNote: z.string().nullable(),
  /** Machine time. */
  checkAgainAt: InstantText.nullable(),
});

export const ProviderOrder = OrderDetail.extend({
  /** What the no means that ended or stopped it. */
  meaning: Meaning.nullable(),
  accountId: z.string(),
  accountName: z.string(),
  steps: z.array(ProviderStep),
  /** What the products' order forms were answered, line by line, with the form's own questions. */
  answers: z.array(
    z.object({
      name: z.string(),
      values: z.array(z.object({ label: z.object({ it: z.string(), en: z.string() }), value: z.string() })),
    }),
  ),
});
export type ProviderOrder = z.infer<typeof ProviderOrder>;

export type OrderParts = Readonly<{
  order: OrderRow;
  lines: readonly OrderLineRow[];
  steps: readonly OrderStepRow[];
}>;

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

export function orderDetail({ order, lines, steps }: OrderParts): OrderDetail {
  return {
    ...orderSummary(order, { name: lines[0]?.name ?? '', lineCount: lines.length }),
    vendor: order.vendor,
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
    canCancel: canCancel({ order, steps }),
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

/** Null where nothing failed, or its vendor has no more to say. */
export function meaningOf(facts: Facts | null, vendor: AnyVendor | undefined): z.infer<typeof Meaning> | null {
  return (facts && vendor?.explain?.(facts)) ?? null;
}

/** The customer may stop an order as long as no step of the vendor has begun. */
export function canCancel({ order, steps }: Pick<OrderParts, 'order' | 'steps'>): boolean {
  if (order.status !== 'awaitingApproval' && order.status !== 'running') return false;
  return steps.every(({ name, startedAt }) => name === 'approval' || name === 'payment' || startedAt === null);
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
