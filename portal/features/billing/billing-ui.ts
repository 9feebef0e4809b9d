/** Invoices in rows, for pages of other modules. */
export { InvoicesTable } from './invoices/pages/invoices-table.tsx';
