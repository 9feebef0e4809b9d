import { Form, Link, useFetcher } from 'react-router';
import { CopyableId } from '#ui/copyable-id.tsx';
import { DateText } from '#ui/date-text.tsx';
import { useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { paths } from '#ui/paths.ts';
import { SubmitButton } from '#ui/submit-button.tsx';
import type { AcceptanceOutput } from '../agreement/get-acceptance.ts';
import css from './agreement.module.css';

/**
 * Where the acceptance of the agreement stands, and what can be done. Its buttons send `intent` to the page's own
 * action, which passes them on to `answerAcceptance`.
 *
 * @param isOwnPage  on the page of the agreement, which has the form for another signatory itself
 */
export function AcceptanceNotice({ acceptance, isOwnPage = false }: { acceptance: Acceptance; isOwnPage?: boolean }) {
  const t = useT();
  const { status, signatory, isRenewal } = acceptance;
  const name = signatory === null ? '' : `${signatory.firstName} ${signatory.lastName}`;
  const facts = { name, domain: acceptance.domain };
  const isWaiting = status === 'pending' || status === 'preparing' || status === 'notAsked';
  return (
    <Notice
      meaning={status === 'accepted' ? 'good' : isWaiting ? 'information' : 'attention'}
      title={t(`tenants.acceptance.${status}.title`, facts)}
      live
    >
      <div className={css.column}>
        {isRenewal ? <p>{t('tenants.acceptance.renewal')}</p> : null}
        <p>{t(`tenants.acceptance.${status}.text`, facts)}</p>
        {acceptance.link === null ? null : <LinkToAccept acceptance={acceptance} link={acceptance.link} name={name} />}
        <Actions acceptance={acceptance} isOwnPage={isOwnPage} />
      </div>
    </Notice>
  );
}

type Acceptance = AcceptanceOutput & { /** The link as this page opens it. */ href: string | null };

function LinkToAccept({ acceptance, link, name }: { acceptance: Acceptance; link: string; name: string }) {
  const t = useT();
  const { sentAt, linkExpiresAt, signatory, href } = acceptance;
  const fetcher = useFetcher();
  /** Whoever opens the link may accept soon: the order looks often from now on. */
  function lookSoon() {
    void fetcher.submit({ intent: 'checkAcceptance' }, { method: 'post' });
  }
  return (
    <>
      {sentAt === null ? null : (
        <p>
          {t('tenants.acceptance.sent', { email: signatory?.email ?? '' })} <DateText at={sentAt} withTime />
          {linkExpiresAt === null ? null : (
            <>
              {' · '}
              {t('tenants.acceptance.until')} <DateText at={linkExpiresAt} withTime />
            </>
          )}
        </p>
      )}
      <p>
        <a href={href ?? link} target="_blank" rel="noreferrer" onClick={lookSoon}>
          {t('tenants.acceptance.open', { name })}
        </a>
      </p>
      <CopyableId value={link} label={t('tenants.acceptance.link')} />
    </>
  );
}

const RESENDABLE: readonly AcceptanceOutput['status'][] = ['pending', 'unverified', 'declined', 'expired'];

function Actions({ acceptance, isOwnPage }: { acceptance: Acceptance; isOwnPage: boolean }) {
  const t = useT();
  const { status, tenantId } = acceptance;
  const isAccepted = status === 'accepted';
  if (isAccepted && isOwnPage) return null;
  const isNewLink = status === 'declined' || status === 'expired';
  return (
    <div className={css.actions}>
      {RESENDABLE.includes(status) ? (
        <Form method="post">
          <SubmitButton appearance="secondary" name="intent" value="sendAcceptanceLink">
            {t(isNewLink ? 'tenants.acceptance.sendNew' : 'tenants.acceptance.sendAgain')}
          </SubmitButton>
        </Form>
      ) : null}
      {status === 'pending' || status === 'unverified' ? (
        <Form method="post">
          <SubmitButton appearance="secondary" name="intent" value="checkAcceptance">
            {t('tenants.acceptance.check')}
          </SubmitButton>
        </Form>
      ) : null}
      {isAccepted || isOwnPage ? null : (
        <Link to={paths.agreement(tenantId)}>
          {t(status === 'signatoryMissing' ? 'tenants.acceptance.name' : 'tenants.acceptance.change')}
        </Link>
      )}
    </div>
  );
}
