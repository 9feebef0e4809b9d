import type { ReactNode } from 'react';
import { Form } from 'react-router';
import { CopyableId } from '#ui/copyable-id.tsx';
import { DateText } from '#ui/date-text.tsx';
import { Facts } from '#ui/facts.tsx';
import { useLocale, useT } from '#ui/i18n.ts';
import { Section } from '#ui/section.tsx';
import { Status } from '#ui/status.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import type { Route } from './+types/connection-page.ts';
import { STATE_MEANINGS } from './connection-notice.tsx';
import css from './connection-page.module.css';

type Connection = Route.ComponentProps['loaderData']['connection'];

/** The sign-in through which the portal acts: whose, since when, until when, and the button that makes a new one. */
export function SignIn({ connection, manages }: { connection: Connection; manages: boolean }) {
  const t = useT();
  const { serviceName, redirectUri, signIn } = connection;
  return (
    <Section
      title={t('connections.signIn.title')}
      intro={t('connections.signIn.intro', { serviceName })}
      actions={
        manages ? (
          <Form method="post">
            <SubmitButton name="signIn" value="yes">
              {t('connections.signIn.button')}
            </SubmitButton>
          </Form>
        ) : undefined
      }
    >
      <Facts
        facts={[
          {
            term: t('connections.signIn.state'),
            value: <Status meaning={STATE_MEANINGS[signIn.state]}>{t(`connections.state.${signIn.state}`)}</Status>,
          },
          ...useFailureFacts(signIn),
          ...usePersonFacts(signIn),
          ...useTimeFacts(connection),
          {
            term: t('connections.signIn.redirectUri'),
            value: (
              <Explained text={t('connections.signIn.redirectHelp')}>
                <CopyableId value={redirectUri} label={t('connections.signIn.redirectUri')} />
              </Explained>
            ),
          },
        ]}
      />
    </Section>
  );
}

type Fact = { term: string; value: ReactNode };

function useFailureFacts({ failedAt, meaning, code }: Connection['signIn']): Fact[] {
  const t = useT();
  const locale = useLocale();
  if (failedAt === null) return [];
  const since = { term: t('connections.signIn.failedSince'), value: <DateText at={failedAt} withTime /> };
  const words = [meaning?.[locale], code === null ? undefined : t('connections.checks.code', { code })];
  return [since, { term: t('connections.signIn.reason'), value: words.filter((word) => word !== undefined).join(' ') }];
}

function usePersonFacts({ source, signedInBy, signedInAs, hasSecondFactor }: Connection['signIn']): Fact[] {
  const t = useT();
  if (source === null) return [];
  if (source === 'setting') return [{ term: t('connections.signIn.by'), value: t('connections.signIn.fromSetting') }];
  return [
    ...(signedInBy === null ? [] : [{ term: t('connections.signIn.by'), value: signedInBy }]),
    ...(signedInAs === null ? [] : [{ term: t('connections.signIn.as'), value: signedInAs }]),
    {
      term: t('connections.signIn.secondFactor'),
      value:
        hasSecondFactor === true
          ? t('connections.signIn.secondFactorYes')
          : t('connections.signIn.secondFactorUnknown'),
    },
  ];
}

function useTimeFacts({ idleDays, signIn: { signedInAt, usedAt, endsAt } }: Connection): Fact[] {
  const t = useT();
  if (signedInAt === null || endsAt === null) return [];
  return [
    { term: t('connections.signIn.at'), value: <DateText at={signedInAt} withTime /> },
    {
      term: t('connections.signIn.usedAt'),
      value: usedAt === null ? t('connections.signIn.neverUsed') : <DateText at={usedAt} withTime />,
    },
    {
      term: t('connections.signIn.endsAt'),
      value: (
        <Explained text={t('connections.signIn.endsHelp', { idleDays })}>
          <DateText at={endsAt} />
        </Explained>
      ),
    },
  ];
}

function Explained({ text, children }: { text: string; children: ReactNode }) {
  return (
    <span className={css.lines}>
      <span>{children}</span>
      <span className={css.aside}>{text}</span>
    </span>
  );
}
