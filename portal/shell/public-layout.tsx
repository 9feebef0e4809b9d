import { Outlet } from 'react-router';

/** Pages without React in the browser: forms that the browser sends by itself. Read by the layout of the root. */
export const handle = { isPlain: true };

/** Pages that need no sign-in; each brings its own frame. */
export default function PublicLayout() {
  return <Outlet />;
}
