import { isRouteErrorResponse, Link } from 'react-router';
import { useT } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';
import styles from './fault-page.module.css';

/** A fault without the frame around it: before the sign-in, or when the frame itself could not be shown. */
export function FaultPage({ error }: { error: unknown }) {
  return (
    <main className={styles.page}>
      <Fault error={error} />
    </main>
  );
}

/** Shown in place of a page that does not exist, is not permitted, or has failed; never with a stack trace. */
export function Fault({ error }: { error: unknown }) {
  const t = useT();
  const status = isRouteErrorResponse(error) ? error.status : 500;
  const kind = isOnBehalf(error) ? 'onBehalf' : kindOf(status);
  const requestId =
    isRouteErrorResponse(error) && typeof error.data === 'object' && error.data !== null && 'requestId' in error.data
      ? String(error.data.requestId)
      : undefined;
  return (
    <div className={styles.words}>
      <title>{t(`shell.fault.${kind}.title`)}</title>
      <h1>{t(`shell.fault.${kind}.title`)}</h1>
      <p>{t(`shell.fault.${kind}.text`)}</p>
      {requestId === undefined ? null : <p className={styles.id}>{t('shell.fault.requestId', { requestId })}</p>}
      <p>
        <Link to={paths.dashboard()}>{t('shell.fault.home')}</Link>
      </p>
    </div>
  );
}

/** True where the page is closed to somebody who uses the portal in another person's place. */
function isOnBehalf(error: unknown): boolean {
  if (!isRouteErrorResponse(error) || error.status !== 403) return false;
  const code = (error.data as { refusal?: { code?: string } } | null)?.refusal?.code;
  return code === 'permission.notOnBehalf' || code === 'permission.readOnly';
}

function kindOf(status: number): 'notFound' | 'forbidden' | 'refused' | 'unavailable' | 'bug' {
  if (status === 404) return 'notFound';
  if (status === 503) return 'unavailable';
  if (status === 403) return 'forbidden';
  return status === 400 || status === 405 || status === 413 ? 'refused' : 'bug';
}
