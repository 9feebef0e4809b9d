import { operation } from '#platform/operation.server.ts';
import { findRecords } from './find-records.ts';
import { RecordFilters, RecordsOutput } from './record-schema.ts';

/** The audit records of the account, the newest first. */
export const searchRecords = operation({
  name: 'audit.searchRecords',
  description:
    'Finds audit records of the account, the newest first: each write, with who did it, in whose place, when and from ' +
    'which address.',
  kind: 'read',
  permission: 'audit.read',
  input: RecordFilters,
  output: RecordsOutput,
  refusals: ['audit.cursorInvalid'],
  run: (context, request) => findRecords(context, context.accountId, request),
});
