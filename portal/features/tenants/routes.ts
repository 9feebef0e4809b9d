import { route } from '@react-router/dev/routes';

const page = (name: string) => `../features/tenants/pages/${name}.tsx`;

export const tenantsRoutes = {
  signedIn: [
    route('account/microsoft-accounts', page('microsoft-accounts-page')),
    route('account/microsoft-accounts/:tenantId', page('microsoft-account-page')),
    route('account/microsoft-accounts/:tenantId/agreement', page('agreement-page')),
    route('provider/microsoft-accounts', page('tenant-claims-page')),
    route('provider/customers/:accountId/microsoft-accounts', page('customer-tenants-page')),
  ],
};
