import { route } from '@react-router/dev/routes';

const page = (name: string) => `../features/catalogue/pages/${name}.tsx`;

export const catalogueRoutes = {
  signedIn: [route('marketplace', page('marketplace-page')), route('provider/price-list', page('price-list-page'))],
};
