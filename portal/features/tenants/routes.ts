import { route } from '@react-router/dev/routes';

export const tenantsRoutes = {
  signedIn: [route('account/microsoft-accounts/:tenantId/agreement', '../features/tenants/pages/agreement-page.tsx')],
};
