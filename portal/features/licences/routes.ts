import { index, route } from '@react-router/dev/routes';

export const servicesRoutes = {
  signedIn: [
    index('../features/licences/pages/dashboard-page.tsx'),
    route('services/:serviceId', '../features/licences/pages/service-page.tsx'),
  ],
};
