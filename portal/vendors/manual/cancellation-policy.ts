import { newCommercePolicy } from '@licence-portal/nce';

/** Own services can be given back for seven days after they were activated, for the days that were not used. */
export const MANUAL_POLICY = newCommercePolicy('alwaysProrated');
