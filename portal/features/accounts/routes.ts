import { route } from '@react-router/dev/routes';

export const accountsRoutes = {
  signedIn: [
    route('account', '../features/accounts/pages/account-page.tsx'),
    route('account/details', '../features/accounts/pages/account-details-page.tsx'),
    route('provider/account', '../features/accounts/pages/provider-account-page.tsx'),
  ],
};
