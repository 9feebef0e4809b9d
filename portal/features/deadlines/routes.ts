import { route } from '@react-router/dev/routes';

const page = (name: string) => `../features/deadlines/pages/${name}.tsx`;

export const deadlinesRoutes = {
  public: [route('calendar.ics', page('calendar-file'))],
  signedIn: [route('account/deadlines', page('deadlines-page'))],
};
