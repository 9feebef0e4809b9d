import { route } from '@react-router/dev/routes';

const page = (name: string) => `../features/subscriptions/pages/${name}.tsx`;

export const subscriptionsRoutes = {
  signedIn: [
    route('account/subscriptions', page('subscriptions-page')),
    route('account/sottoscrizioni', page('other-name')),
    route('account/subscriptions/export', page('subscriptions-export')),
    route('account/subscriptions/:subscriptionId', page('subscription-page')),
    route('account/subscriptions/:subscriptionId/seats', page('seats-page')),
    route('account/subscriptions/:subscriptionId/renewal', page('renewal-page')),
    route('account/subscriptions/:subscriptionId/upgrade', page('upgrade-page')),
    route('account/subscriptions/:subscriptionId/cancel', page('cancel-page')),
  ],
};
