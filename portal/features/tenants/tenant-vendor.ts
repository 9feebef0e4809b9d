/** Id of the vendor whose tenants these are. */
export const TENANT_VENDOR = 'microsoft';
