/** Where the acceptance of the Microsoft Customer Agreement stands, for the pages of orders that wait for it. */
export { AcceptanceNotice } from './pages/acceptance-notice.tsx';
/** The fields of a signatory, for the checkout. */
export { SignatoryFields, signatoryIn } from './pages/signatory-fields.tsx';
