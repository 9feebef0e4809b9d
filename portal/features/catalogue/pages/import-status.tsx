import { useT } from '#ui/i18n.ts';
import { Status } from '#ui/status.tsx';
import type { PriceImportStatus } from '../import/price-change-kinds.ts';

const MEANINGS = { draft: 'attention', published: 'good', rolledBack: 'neutral', discarded: 'neutral' } as const;

export function ImportStatus({ status }: { status: PriceImportStatus }) {
  const t = useT();
  return <Status meaning={MEANINGS[status]}>{t('catalogue.importStatus', { status })}</Status>;
}
