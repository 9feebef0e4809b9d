import { listRecords } from './list-records.ts';

export const auditOperations = [listRecords] as const;
