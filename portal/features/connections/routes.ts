import { route } from '@react-router/dev/routes';

const page = (name: string) => `../features/connections/pages/${name}.tsx`;

export const connectionsRoutes = {
  signedIn: [
    route('provider/connections/:vendor', page('connection-page')),
    route('provider/connections/:vendor/signed-in', page('signed-in-page')),
  ],
};
