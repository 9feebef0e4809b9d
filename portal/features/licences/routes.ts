import { route } from '@react-router/dev/routes';

export const licencesRoutes = {
  signedIn: [route('services/:serviceId', '../features/licences/pages/service-page.tsx')],
};
