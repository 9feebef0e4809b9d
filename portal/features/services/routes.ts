import { index, route } from '@react-router/dev/routes';

export const servicesRoutes = {
  signedIn: [
    index('../features/services/pages/dashboard-page.tsx'),
    route('services/:serviceId', '../features/services/pages/service-page.tsx'),
  ],
};
