import { route } from '@react-router/dev/routes';

const page = (name: string) => `../features/catalogue/pages/${name}.tsx`;

export const catalogueRoutes = {
  signedIn: [
    route('marketplace', page('marketplace-page')),
    route('provider/price-list', page('price-list-page')),
    route('provider/price-list/:importId', page('price-import-page')),
    route('provider/services', page('own-services-page')),
    route('provider/services/new', page('new-own-service-page')),
    route('provider/services/:productId', page('own-service-page')),
    route('provider/services/:productId/edit', page('edit-own-service-page')),
  ],
};
