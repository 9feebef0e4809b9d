/** The roles of a person in words. */

/** The address of a person that waits for its confirmation, for the profile. */
export { PENDING_INTENTS, PendingAddressNotice } from './pages/pending-address.tsx';
export { rolesText } from './pages/roles-text.ts';
