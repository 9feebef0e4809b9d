/** A notice about a sign-in that needs the provider. */
export { ConnectionNotice } from './pages/connection-notice.tsx';
/** A notice about a vendor that gives no answer. */
export { OutageNotice } from './pages/outage-notice.tsx';
