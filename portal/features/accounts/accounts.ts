import { getAccount } from './get-account.ts';
import { updateAccountDetails } from './update-account-details.ts';

/** What a company tells about itself, as input. */
export { AccountDetails } from './account-schema.ts';
/** An Italian partita IVA. */
export { isVatNumber } from './rules.ts';
/** The companies: for joins and reads. Written by this module, and by `users` when a customer begins. */
export { account } from './tables.ts';
/** For pages that fill in what the company has said of itself. */
export { getAccount };

export const accountsOperations = [getAccount, updateAccountDetails] as const;
