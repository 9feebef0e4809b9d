import { useT } from '#ui/i18n.ts';
import { Status } from '#ui/status.tsx';

export function OwnServiceStatus({ isOnSale }: { isOnSale: boolean }) {
  const t = useT();
  return (
    <Status meaning={isOnSale ? 'good' : 'neutral'}>
      {t(isOnSale ? 'catalogue.provider.own.onSale' : 'catalogue.provider.own.notOnSale')}
    </Status>
  );
}
