import { index } from '@react-router/dev/routes';

export const dashboardRoutes = { signedIn: [index('../features/dashboard/pages/dashboard-page.tsx')] };
