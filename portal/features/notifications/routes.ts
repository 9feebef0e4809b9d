import { route } from '@react-router/dev/routes';

export const notificationsRoutes = {
  signedIn: [
    route('notifications', '../features/notifications/pages/notifications-page.tsx'),
    route('profile/notifications', '../features/notifications/pages/choices-page.tsx'),
  ],
};
