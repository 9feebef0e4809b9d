import { Form } from 'react-router';
import type { z } from 'zod';
import { CopyableId } from '#ui/copyable-id.tsx';
import { Facts } from '#ui/facts.tsx';
import { formatInstant } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import type { RefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import { useViewer } from '#ui/viewer.tsx';
import type { getProofs } from '../proof/get-proofs.ts';
import css from './microsoft-account-page.module.css';

type Proofs = z.output<typeof getProofs.output>;

/** The ways to prove that a Microsoft account is the company's; one is enough. */
export function ProofWays(given: {
  domain: string;
  proofs: Proofs;
  /** Shown after it was asked for: Microsoft is not asked by opening the page. */
  invitationUrl: string | null;
  refused: RefusedForm;
}) {
  const t = useT();
  const { domain, proofs, invitationUrl, refused } = given;
  return (
    <>
      <Notice meaning="information" title={t('tenants.prove.title', { domain })}>
        {t('tenants.prove.text')}
      </Notice>
      <InvitationWay domain={domain} url={invitationUrl} />
      <MailWay domain={domain} mail={proofs.mail} refused={refused} />
      <RecordWay domain={domain} record={proofs.record} refused={refused} />
      <Section title={t('tenants.prove.byProvider.title')}>
        <p>{t('tenants.prove.byProvider.text')}</p>
      </Section>
    </>
  );
}

function InvitationWay({ domain, url }: { domain: string; url: string | null }) {
  const t = useT();
  return (
    <Section title={t('tenants.prove.invitation.title')}>
      <div className={css.column}>
        <p>{t('tenants.prove.invitation.text', { domain })}</p>
        {url === null ? null : (
          <>
            <CopyableId value={url} label={t('tenants.prove.invitation.link')} />
            <p>
              <a href={url} target="_blank" rel="noreferrer">
                {t('tenants.prove.invitation.open')}
              </a>
            </p>
          </>
        )}
        <Form method="post" className={css.buttons}>
          {url === null ? (
            <SubmitButton appearance="secondary" name="intent" value="show">
              {t('tenants.prove.invitation.show')}
            </SubmitButton>
          ) : null}
          <SubmitButton appearance="secondary" name="intent" value="check">
            {t('tenants.prove.invitation.check')}
          </SubmitButton>
        </Form>
      </div>
    </Section>
  );
}

function MailWay({ domain, mail, refused }: { domain: string; mail: Proofs['mail']; refused: RefusedForm }) {
  const t = useT();
  const time = useTime();
  return (
    <Section title={t('tenants.prove.mail.title')}>
      <div className={css.column}>
        <p>{t('tenants.prove.mail.text', { domain })}</p>
        {mail === null ? null : (
          <>
            <p>
              {t('tenants.prove.mail.sent', {
                requestedAt: time(mail.requestedAt),
                expiresAt: time(mail.expiresAt),
                attemptsLeft: mail.attemptsLeft,
              })}
            </p>
            <Form method="post" className={css.form}>
              <TextField
                name="code"
                label={t('tenants.prove.mail.code')}
                description={t('tenants.prove.mail.codeHint')}
                error={refused.errorOf('code')}
                maxLength={40}
                autoComplete="one-time-code"
                autoCapitalize="none"
                spellCheck={false}
              />
              <SubmitButton name="intent" value="code">
                {t('tenants.prove.mail.confirm')}
              </SubmitButton>
            </Form>
          </>
        )}
        <Form method="post">
          <SubmitButton appearance="secondary" name="intent" value="sendMail">
            {t(mail === null ? 'tenants.prove.mail.send' : 'tenants.prove.mail.sendAgain')}
          </SubmitButton>
        </Form>
      </div>
    </Section>
  );
}

function RecordWay({ domain, record, refused }: { domain: string; record: Proofs['record']; refused: RefusedForm }) {
  const t = useT();
  const time = useTime();
  return (
    <Section title={t('tenants.prove.dns.title')}>
      <div className={css.column}>
        <p>{t('tenants.prove.dns.text', { domain, expiresAt: time(record.expiresAt) })}</p>
        <Facts
          facts={[
            { term: t('tenants.prove.dns.type'), value: 'TXT' },
            { term: t('tenants.prove.dns.name'), value: t('tenants.prove.dns.nameValue', { name: record.name }) },
            {
              term: t('tenants.prove.dns.value'),
              value: <CopyableId value={record.value} label={t('tenants.prove.dns.valueLabel')} />,
            },
          ]}
        />
        <Form method="post" className={css.form}>
          <TextField
            name="recordDomain"
            label={t('tenants.prove.dns.domain')}
            description={t('tenants.prove.dns.domainHint')}
            defaultValue={refused.typed('recordDomain')}
            error={refused.errorOf('recordDomain')}
            autoCapitalize="none"
            spellCheck={false}
          />
          <SubmitButton appearance="secondary" name="intent" value="dns">
            {t('tenants.prove.dns.check')}
          </SubmitButton>
        </Form>
      </div>
    </Section>
  );
}

/** An instant in words, in the viewer's time zone. */
function useTime(): (at: string) => string {
  const locale = useLocale();
  const { timeZone } = useViewer();
  return (at) => formatInstant(at, timeZone, locale, 'short');
}
