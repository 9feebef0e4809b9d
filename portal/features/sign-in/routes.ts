import { route } from '@react-router/dev/routes';

const page = (name: string) => `../features/sign-in/pages/${name}-page.tsx`;

export const signInRoutes = {
  public: [
    route('sign-in', page('sign-in')),
    route('sign-out', page('sign-out')),
    route('recover-password', page('recover')),
    route('activate', page('activate')),
    route('language', page('language')),
  ],
  signedIn: [route('profile', page('profile')), route('account/api-keys', page('api-keys'))],
};
