import { Outlet } from 'react-router';

/** Pages that need no sign-in; each brings its own frame. */
export default function PublicLayout() {
  return <Outlet />;
}
