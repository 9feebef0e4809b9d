import { route } from '@react-router/dev/routes';

const invoices = (name: string) => `../features/billing/invoices/pages/${name}.tsx`;

export const billingRoutes = {
  signedIn: [
    route('account/invoices', invoices('invoices-page')),
    route('account/invoices/export', invoices('invoices-export')),
    route('account/invoices/:invoiceId', invoices('invoice-page')),
    route('account/invoices/:invoiceId/files/:format', invoices('invoice-file')),
    route('account/invoicing', invoices('invoicing-details-page')),
    route('provider/invoices', invoices('all-invoices-page')),
    route('provider/invoices/export', invoices('all-invoices-export')),
    route('provider/invoices/electronic/:month', invoices('electronic-invoices')),
    route('provider/invoices/:invoiceId', invoices('provider-invoice-page')),
    route('provider/invoices/:invoiceId/files/:format', invoices('provider-invoice-file')),
    route('provider/invoicing', invoices('seller-page')),
    route('provider/customers/:accountId/invoicing', invoices('customer-invoicing-page')),
  ],
};
