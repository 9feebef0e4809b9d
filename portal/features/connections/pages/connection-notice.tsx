import { ButtonLink } from '#ui/button-link.tsx';
import { formatInstantDate } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import type { Meaning } from '#ui/meaning.ts';
import { Notice } from '#ui/notice.tsx';
import { paths } from '#ui/paths.ts';
import { useViewer } from '#ui/viewer.tsx';

type State = 'missing' | 'unused' | 'good' | 'endsSoon' | 'ended' | 'failed';

export const STATE_MEANINGS: Readonly<Record<State, Meaning>> = {
  missing: 'attention',
  unused: 'neutral',
  good: 'good',
  endsSoon: 'attention',
  ended: 'danger',
  failed: 'danger',
};

type ConnectionNoticeProps = {
  notice: Readonly<{ vendor: string; serviceName: string; state: State; endsAt: string | null }>;
  /** On another page: leads to the connection. */
  withLink?: boolean;
};

/** What is the matter with the sign-in at a vendor. Nothing is shown while it works. */
export function ConnectionNotice({ notice, withLink = false }: ConnectionNoticeProps) {
  const t = useT();
  const locale = useLocale();
  const { timeZone } = useViewer();
  const { vendor, serviceName, state, endsAt } = notice;
  if (state === 'good' || state === 'unused') return null;
  const when = endsAt === null ? '' : formatInstantDate(endsAt, timeZone, locale, 'long');
  return (
    <Notice
      meaning={state === 'ended' || state === 'failed' ? 'danger' : 'attention'}
      title={
        state === 'endsSoon'
          ? t('connections.noticeTitle.endsSoon', { serviceName, when })
          : t(`connections.noticeTitle.${state}`, { serviceName })
      }
      action={
        withLink ? (
          <ButtonLink to={paths.providerConnection(vendor)}>{t('connections.notice.open')}</ButtonLink>
        ) : undefined
      }
    >
      {t(`connections.notice.${state}`)}
    </Notice>
  );
}
