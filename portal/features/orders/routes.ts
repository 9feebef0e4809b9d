import { route } from '@react-router/dev/routes';

const page = (name: string) => `../features/orders/pages/${name}.tsx`;

export const ordersRoutes = {
  signedIn: [
    route('account/orders', page('orders-page')),
    route('account/orders/export', page('orders-export')),
    route('account/orders/:orderId', page('order-page')),
  ],
};
