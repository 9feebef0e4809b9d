import { route } from '@react-router/dev/routes';

const page = (name: string) => `../features/billing/${name}.tsx`;

export const billingRoutes = {
  signedIn: [route('provider/customers/:accountId/credit', page('credit/pages/customer-credit-page'))],
};
