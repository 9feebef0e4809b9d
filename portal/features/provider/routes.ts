import { route } from '@react-router/dev/routes';

const page = (name: string) => `../features/provider/pages/${name}.tsx`;

export const providerRoutes = {
  public: [route('first-start', page('first-start-page'))],
  signedIn: [
    route('provider', page('work-page')),
    route('provider/customers', page('customers-page')),
    route('provider/customers/new', page('new-customer-page')),
    route('provider/customers/:accountId', page('customer-page')),
    route('provider/customers/:accountId/payment-terms', page('payment-terms-page')),
    route('provider/orders', page('all-orders-page')),
    route('provider/orders/:orderId', page('provider-order-page')),
    route('provider/outbox', page('outbox-page')),
    route('provider/outbox/:mailId', page('mail-page')),
    route('provider/clock', page('clock-page')),
  ],
};
