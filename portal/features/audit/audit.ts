import { listAuditRecords } from './list-audit-records.ts';

export const auditOperations = [listAuditRecords] as const;
