import { redirect } from 'react-router';
import { paths } from '#ui/paths.ts';
import type { Route } from './+types/other-name.ts';

/** "Sottoscrizioni" is the guide's other word for "Abbonamenti": its address leads to the same page. */
export function loader({ request }: Route.LoaderArgs) {
  return redirect(`${paths.subscriptions()}${new URL(request.url).search}`);
}
