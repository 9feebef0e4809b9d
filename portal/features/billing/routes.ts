import { route } from '@react-router/dev/routes';

const page = (name: string) => `../features/billing/${name}.tsx`;

export const billingRoutes = {
  signedIn: [
    route('account/payments', page('payments/pages/payments-page')),
    route('provider/receivables', page('payments/pages/receivables-page')),
    route('provider/bank-statements', page('payments/pages/bank-statements-page')),
    route('provider/customers/:accountId/credit', page('credit/pages/customer-credit-page')),
    route('provider/customers/:accountId/payments', page('payments/pages/customer-payments-page')),
  ],
};
