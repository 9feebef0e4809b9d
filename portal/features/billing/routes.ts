import { route } from '@react-router/dev/routes';

const page = (folder: string, name: string) => `../features/billing/${folder}/pages/${name}.tsx`;

export const billingRoutes = {
  signedIn: [
    route('provider/customers/:accountId/credit', page('credit', 'customer-credit-page')),
    route('account/invoices', page('invoices', 'invoices-page')),
    route('account/invoices/export', page('invoices', 'invoices-export')),
    route('account/invoices/:invoiceId', page('invoices', 'invoice-page')),
    route('account/invoices/:invoiceId/files/:format', page('invoices', 'invoice-file')),
    route('account/invoicing', page('invoices', 'invoicing-details-page')),
    route('provider/invoices', page('invoices', 'all-invoices-page')),
    route('provider/invoices/export', page('invoices', 'all-invoices-export')),
    route('provider/invoices/electronic/:month', page('invoices', 'electronic-invoices')),
    route('provider/invoices/:invoiceId', page('invoices', 'provider-invoice-page')),
    route('provider/invoices/:invoiceId/files/:format', page('invoices', 'provider-invoice-file')),
    route('provider/invoicing', page('invoices', 'seller-page')),
    route('provider/customers/:accountId/invoicing', page('invoices', 'customer-invoicing-page')),
    route('account/payments', page('payments', 'payments-page')),
    route('provider/receivables', page('payments', 'receivables-page')),
    route('provider/bank-statements', page('payments', 'bank-statements-page')),
    route('provider/customers/:accountId/payments', page('payments', 'customer-payments-page')),
  ],
};
