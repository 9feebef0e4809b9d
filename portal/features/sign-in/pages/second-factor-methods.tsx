import { ButtonLink } from '#ui/button-link.tsx';
import { DateText } from '#ui/date-text.tsx';
import { Facts } from '#ui/facts.tsx';
import { useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { Section } from '#ui/section.tsx';
import { FEW_RECOVERY_CODES } from '../second-factor/few-recovery-codes.ts';
import css from './second-factor.module.css';
import type { FactorForm, ShownFactor } from './second-factor-requests.ts';

type MethodsProps = {
  factor: ShownFactor['factor'];
  /** The address of a form, on the page that shows the methods. */
  formAt: (form: FactorForm, passkeyId?: string) => string;
};

/** The second factors of the caller, with the links to their forms. */
export function SecondFactorMethods(props: MethodsProps) {
  return (
    <>
      <App {...props} />
      <Passkeys {...props} />
      {props.factor.recoveryCodesLeft === null ? null : <Codes {...props} left={props.factor.recoveryCodesLeft} />}
    </>
  );
}

function App({ factor: { app }, formAt }: MethodsProps) {
  const t = useT();
  return (
    <Section title={t('signIn.factor.app')} intro={t('signIn.factor.appIntro')}>
      {app === null ? (
        <p>{t('signIn.factor.appNone')}</p>
      ) : (
        <Facts
          facts={[
            { term: t('signIn.factor.appAdded'), value: <TimeOrNever at={app.addedAt} /> },
            { term: t('signIn.factor.lastUsed'), value: <TimeOrNever at={app.usedAt} /> },
          ]}
        />
      )}
      <div className={css.actions}>
        {app === null ? (
          <ButtonLink to={formAt('app')}>{t('signIn.factor.setUpApp')}</ButtonLink>
        ) : (
          <ButtonLink to={formAt('removeApp')} appearance="danger">
            {t('signIn.factor.removeApp')}
          </ButtonLink>
        )}
      </div>
    </Section>
  );
}

function Passkeys({ factor: { passkeys }, formAt }: MethodsProps) {
  const t = useT();
  return (
    <Section title={t('signIn.factor.passkeys')} intro={t('signIn.factor.passkeysIntro')}>
      {passkeys.length === 0 ? (
        <p>{t('signIn.factor.passkeysNone')}</p>
      ) : (
        <ul className={css.passkeys} aria-label={t('signIn.factor.passkeys')}>
          {passkeys.map(({ id, name, createdAt, lastUsedAt }) => (
            <li key={id}>
              <span>
                <strong>{name}</strong>
                <span className={css.aside}>
                  {t('signIn.factor.passkeyAdded')}: <TimeOrNever at={createdAt} /> · {t('signIn.factor.lastUsed')}:{' '}
                  <TimeOrNever at={lastUsedAt} />
                </span>
              </span>
              <ButtonLink to={formAt('removePasskey', id)} appearance="quiet">
                {t('signIn.factor.removePasskey', { name })}
              </ButtonLink>
            </li>
          ))}
        </ul>
      )}
      <div className={css.actions}>
        <ButtonLink to={formAt('passkey')}>{t('signIn.factor.addPasskey')}</ButtonLink>
      </div>
    </Section>
  );
}

function Codes({ factor, formAt, left }: MethodsProps & { left: number }) {
  const t = useT();
  return (
    <Section title={t('signIn.factor.codes')} intro={t('signIn.factor.codesIntro')}>
      {left > FEW_RECOVERY_CODES ? null : (
        <Notice meaning="attention">{t('signIn.factor.codesFew', { count: left })}</Notice>
      )}
      <Facts
        facts={[
          { term: t('signIn.factor.codesState'), value: t('signIn.factor.codesLeft', { count: left }) },
          { term: t('signIn.factor.codesCreated'), value: <TimeOrNever at={factor.recoveryCodesCreatedAt} /> },
        ]}
      />
      <div className={css.actions}>
        <ButtonLink to={formAt('codes')}>{t('signIn.factor.newCodes')}</ButtonLink>
      </div>
    </Section>
  );
}

function TimeOrNever({ at }: { at: string | null }) {
  const t = useT();
  return at === null ? t('signIn.factor.never') : <DateText at={at} withTime relative={false} />;
}
