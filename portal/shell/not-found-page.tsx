import { data } from 'react-router';

/** Every address that no module has. */
export function loader() {
  throw data(null, { status: 404 });
}

export default function NotFoundPage() {
  return null;
}
