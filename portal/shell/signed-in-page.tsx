import { Outlet } from 'react-router';
import type { Route } from './+types/signed-in-page.ts';
import { Fault } from './fault-page.tsx';

/** Any page inside the frame. One that cannot be shown leaves the navigation standing, so that nobody is stranded. */
export default function SignedInPage() {
  return <Outlet />;
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <Fault error={error} />;
}
