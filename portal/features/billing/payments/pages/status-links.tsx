import { Link } from 'react-router';
import { useT } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';
import css from './bank-statements.module.css';

type Status = 'open' | 'booked' | 'ignored';

/** Which movements are listed. */
export function StatusLinks({ statuses, current }: { statuses: readonly Status[]; current: Status }) {
  const t = useT();
  return (
    <ul className={css.statuses}>
      {statuses.map((status) => (
        <li key={status}>
          <Link
            to={`${paths.providerBankStatements()}?status=${status}`}
            aria-current={status === current || undefined}
          >
            {t(`billing.provider.bank.status.${status}`)}
          </Link>
        </li>
      ))}
    </ul>
  );
}
