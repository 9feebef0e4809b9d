/** A notice about a sign-in that needs the provider. */
export { ConnectionNotice } from './pages/connection-notice.tsx';
