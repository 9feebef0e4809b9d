import { useSearchParams } from 'react-router';
import { ButtonLink } from './button-link.tsx';
import { useT } from './i18n.ts';
import { Notice } from './notice.tsx';
import { paths } from './paths.ts';

/** Licences were ordered for an assignment, to whose page the order has led back; shown where the address says so. */
export function SeatsOrdered() {
  const t = useT();
  const [search] = useSearchParams();
  const orderId = search.get('ordered');
  if (orderId === null) return null;
  return (
    <Notice
      meaning="good"
      title={t('ui.seatsOrdered.title')}
      action={<ButtonLink to={paths.order(orderId)}>{t('ui.seatsOrdered.order')}</ButtonLink>}
      live
    >
      {t('ui.seatsOrdered.text')}
    </Notice>
  );
}
