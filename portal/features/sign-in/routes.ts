import { route } from '@react-router/dev/routes';

const page = (name: string) => `../features/sign-in/pages/${name}-page.tsx`;

export const signInRoutes = {
  public: [
    route('sign-in', page('sign-in')),
    route('sign-in/second-step', page('second-step')),
    route('sign-in/set-up', page('set-up')),
    route('sign-out', page('sign-out')),
    route('recover-password', page('recover')),
    route('activate', page('activate')),
    route('language', page('language')),
    route('impersonation/end', page('end-impersonation')),
  ],
  signedIn: [
    route('profile', page('profile')),
    route('profile/second-factor', page('second-factor')),
    route('account/api-keys', page('api-keys')),
    route('account/security', page('security')),
    route('users/:userId/impersonate', page('impersonate')),
    route('provider/customers/:accountId/people/:userId/impersonate', page('impersonate-customer')),
  ],
};
