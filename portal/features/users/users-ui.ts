/** The roles of a person in words. */

/** The address of a person that waits for its confirmation, for the profile. */
export { PENDING_INTENTS, PendingAddressNotice } from './pages/pending-address.tsx';
export { rolesText } from './pages/roles-text.ts';
/** How far the vendor is with a licence or a sign-in, for the pages of services. */
export { StateAtVendorText } from './pages/state-at-vendor.tsx';
