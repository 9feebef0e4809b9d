/** Invoices in rows, for pages of other modules. */
export { InvoicesTable } from './invoices/pages/invoices-table.tsx';
/** The purchase order that an invoice will name, for pages that order. */
export { PurchaseOrderNotice } from './invoices/pages/purchase-order-notice.tsx';
