import { getAccount } from './get-account.ts';
import { updateAccountDetails } from './update-account-details.ts';

/** The details of a new company, as input. */
export { AccountDetails } from './account-schema.ts';
/** Adds the account of a company: for the operation that creates a customer, and for seeds. */
export { addAccount } from './add-account.ts';
/** Keeps disabled people from signing in at the vendor too, or not: for `licences`. */
export { setDisablesAtVendor } from './disables-at-vendor.ts';
/** Lets the provider's staff act in the place of people, or not: for `sign-in`. */
export { setImpersonationByProvider } from './impersonation-rule.ts';
/** Checks an Italian partita IVA. */
export { isVatNumber } from './rules.ts';
/** Requires a second factor of everybody of an account: for `sign-in`. */
export { setSecondFactorRequired } from './second-factor-rule.ts';
/** The companies: for joins and reads. */
export { account, IMPERSONATION_BY_PROVIDER, WHEN_CREDIT_ENDS } from './tables.ts';
/** For pages that fill in the details of the company. */
export { getAccount };

export const accountsOperations = [getAccount, updateAccountDetails] as const;
