import { isRouteErrorResponse, Link } from 'react-router';
import { useT } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';
import styles from './fault-page.module.css';

/** Where there is no frame around it: before the sign-in, or when the frame itself could not be shown. */
export function FaultPage({ error }: { error: unknown }) {
  return (
    <main className={styles.page}>
      <Fault error={error} />
    </main>
  );
}

/** What stands where a page cannot be shown: not there, not permitted, or a bug, in plain words and without a stack trace. */
export function Fault({ error }: { error: unknown }) {
  const t = useT();
  const status = isRouteErrorResponse(error) ? error.status : 500;
  const kind = status === 404 ? 'notFound' : status === 403 ? 'forbidden' : 'bug';
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
