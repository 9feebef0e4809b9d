import { route } from '@react-router/dev/routes';

const page = (name: string) => `../features/purchasing/pages/${name}.tsx`;

export const purchasingRoutes = {
  signedIn: [
    route('marketplace/:productId', page('product-page')),
    route('cart', page('cart-page')),
    route('checkout/microsoft-account', page('tenant-page')),
    route('checkout/details', page('details-page')),
    route('checkout/payment', page('payment-page')),
    route('checkout/summary', page('summary-page')),
    route('checkout/placed/:orderId', page('placed-page')),
  ],
};
