import { Form } from 'react-router';
import { formatOnInstant, formatUntilInstant } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { NewPasswordFields } from '#ui/new-password-fields.tsx';
import type { RefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { useViewer } from '#ui/viewer.tsx';
import type { User } from '../manage/user-output.ts';
import css from './user-form.module.css';

/** The lock, the activation, the password and the second factor of a user, with their actions. */
export function UserAccess({ user, minimum, refused }: { user: User; minimum: number; refused: RefusedForm }) {
  const t = useT();
  return (
    <Section title={t('users.page.access')}>
      {user.status === 'locked' && user.lockedUntil !== null ? (
        <Lock lockedUntil={user.lockedUntil} address={user.lockedAddress} />
      ) : null}
      {user.passwordSetAt === null && user.status !== 'disabled' ? <Activation user={user} /> : null}
      <Form method="post" className={css.act}>
        <p>{t('users.page.passwordIntro')}</p>
        <NewPasswordFields minimum={minimum} refused={refused} isRepeated={false} />
        <SubmitButton appearance="secondary" name="intent" value="password">
          {t('users.page.setPassword')}
        </SubmitButton>
      </Form>
      <SecondFactor user={user} />
    </Section>
  );
}

/** Whether the user has a second factor, with its reset. One's own is changed on the profile. */
function SecondFactor({ user: { hasSecondFactor, isSelf } }: { user: User }) {
  const t = useT();
  if (!hasSecondFactor || isSelf)
    return <p>{hasSecondFactor ? t('users.page.factorOn') : t('users.page.factorOff')}</p>;
  return (
    <Form method="post" className={css.act}>
      <p>
        {t('users.page.factorOn')} {t('users.page.factorReset')}
      </p>
      <SubmitButton appearance="secondary" name="intent" value="resetFactor">
        {t('users.page.resetFactor')}
      </SubmitButton>
    </Form>
  );
}

function Lock({ lockedUntil, address }: { lockedUntil: string; address: string | null }) {
  const t = useT();
  const locale = useLocale();
  const { timeZone } = useViewer();
  const until = formatUntilInstant(lockedUntil, timeZone, locale);
  return (
    <Form method="post" className={css.act}>
      <p>
        {address === null ? t('users.page.lockedUntil', { until }) : t('users.page.lockedFrom', { until, address })}
      </p>
      <SubmitButton appearance="secondary" name="intent" value="unlock">
        {t('users.page.unlock')}
      </SubmitButton>
    </Form>
  );
}

function Activation({ user }: { user: User }) {
  const t = useT();
  return (
    <Form method="post" className={css.act}>
      <p>
        <ActivationState user={user} />
      </p>
      <SubmitButton appearance="secondary" name="intent" value="activation">
        {user.activationExpiresAt === null ? t('users.page.sendActivation') : t('users.page.resendActivation')}
      </SubmitButton>
    </Form>
  );
}

function ActivationState({ user }: { user: User }) {
  const t = useT();
  const locale = useLocale();
  const { timeZone } = useViewer();
  if (user.activationExpiresAt === null) return t('users.page.activationNever');
  const on = formatOnInstant(user.activationExpiresAt, timeZone, locale);
  return user.hint === 'linkExpired'
    ? t('users.page.activationExpired', { on })
    : t('users.page.activationExpires', { on });
}
