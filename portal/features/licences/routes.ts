import { route } from '@react-router/dev/routes';

const page = (name: string) => `../features/licences/pages/${name}.tsx`;

export const licencesRoutes = {
  signedIn: [
    route('services/:serviceId', page('service-page')),
    route('users/:personId/microsoft', page('vendor-user-page')),
    route('account/microsoft-users', page('vendor-users-page')),
  ],
};
