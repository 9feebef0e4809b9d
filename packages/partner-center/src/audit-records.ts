import { z } from 'zod';
import type { CallOptions } from './call-options.ts';
import type { Known } from './read-answer.ts';
import { ROUTES } from './routes.ts';
import type { Transport } from './transport.ts';

/**
 * An action of the partner's people or programs, with this client or elsewhere.
 *
 * @source Partner Center, "Auditing resources"
 */
export const AuditRecord = z.looseObject({
  partnerId: z.string().optional(),
  customerId: z.string().optional(),
  customerName: z.string().optional(),
  /** Empty if a program did it without a person. */
  userPrincipalName: z.string().optional(),
  applicationId: z.string().optional(),
  /** `customer`, `order`, `subscription`, `customer_user`, … */
  resourceType: z.string(),
  /** JSON as text. */
  resourceOldValue: z.string().optional(),
  resourceNewValue: z.string().optional(),
  /** `add_customer`, `create_order`, `update_subscription`, … */
  operationType: z.string(),
  operationDate: z.string(),
  /** `succeeded`, `failed`, `progress`. */
  operationStatus: z.string(),
  customizedData: z.array(z.looseObject({ key: z.string(), value: z.string().optional() })).default([]),
});
export type AuditRecord = Known<z.output<typeof AuditRecord>>;

export type AuditQuery = Readonly<{
  /** First day, `YYYY-MM-DD` in UTC; at most 90 days ago. */
  startDate: string;
  /** Last day, included; today, if absent. */
  endDate?: string;
  only?: Readonly<{
    field: 'CustomerId' | 'CompanyName' | 'ResourceType';
    value: string;
    /** Default `equals`; a part of the name only for `CompanyName`. */
    operator?: 'equals' | 'substring';
  }>;
  /** Rows a page; at most 500. */
  size?: number;
}>;

export function auditRecordCalls(transport: Transport) {
  return {
    list: (query: AuditQuery, options: CallOptions = {}) =>
      transport.list(ROUTES.listAuditRecords, { query: wireQuery(query) }, AuditRecord, options),
    /** Newest first. */
    pages: (query: AuditQuery, options: CallOptions = {}) =>
      transport.pages(ROUTES.listAuditRecords, { query: wireQuery(query) }, AuditRecord, options),
    /** The record that a webhook names by its `AuditUri`. */
    get: (auditId: string, options: CallOptions = {}) =>
      transport.read(ROUTES.getAuditRecord, { path: { auditId } }, AuditRecord, options),
  };
}

/** @source Partner Center, "Get a record of Partner Center activity" */
function wireQuery({ startDate, endDate, only, size }: AuditQuery) {
  if (only === undefined) return { startDate, endDate, size };
  const filter = { Field: only.field, Value: only.value, Operator: only.operator ?? 'equals' };
  return { startDate, endDate, size, filter: JSON.stringify(filter) };
}
