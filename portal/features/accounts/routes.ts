import { route } from '@react-router/dev/routes';

export const accountsRoutes = {
  signedIn: [route('account/details', '../features/accounts/pages/account-details-page.tsx')],
};
