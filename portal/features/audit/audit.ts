import { forgetAddresses } from './forget-addresses.pass.ts';
import { searchCustomerRecords } from './search-customer-records.ts';
import { searchRecords } from './search-records.ts';

/** Events that changed nothing for an account: for the provider's short list. */
export { QUIET_EVENTS } from './events.ts';
/** The sentences of audit records, for operations that show some of them. */
export { eventText, translateFor } from './record-words.ts';

export const auditOperations = [searchCustomerRecords, searchRecords] as const;
export const auditPasses = [forgetAddresses] as const;
