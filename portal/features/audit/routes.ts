import { route } from '@react-router/dev/routes';

const page = (name: string) => `../features/audit/pages/${name}.tsx`;

export const auditRoutes = {
  signedIn: [
    route('account/activity', page('activity-page')),
    route('account/activity/export', page('activity-export')),
    route('provider/customers/:accountId/activity', page('customer-activity-page')),
  ],
};
