import { route } from '@react-router/dev/routes';

const page = (name: string) => `../features/billing/${name}.tsx`;
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
    route('account/payments', page('payments/pages/payments-page')),
    route('provider/receivables', page('payments/pages/receivables-page')),
    route('provider/bank-statements', page('payments/pages/bank-statements-page')),
    route('provider/customers/:accountId/credit', page('credit/pages/customer-credit-page')),
    route('provider/customers/:accountId/payments', page('payments/pages/customer-payments-page')),
  ],
};
