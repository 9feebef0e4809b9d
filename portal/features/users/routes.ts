import { route } from '@react-router/dev/routes';

const page = (name: string) => `../features/users/pages/${name}.tsx`;

export const usersRoutes = {
  public: [route('confirm-address', page('confirm-address-page'))],
  signedIn: [
    route('users', page('users-page')),
    route('users/roles', page('roles-page')),
    route('users/export', page('users-export')),
    route('users/new', page('new-user-page')),
    route('users/many', page('many-users-page')),
    route('users/import', page('import-users-page')),
    route('users/import/result', page('imported-users-csv')),
    route('users/:userId', page('user-page')),
    route('users/:userId/edit', page('edit-user-page')),
  ],
};
