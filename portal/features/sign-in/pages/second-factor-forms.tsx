import { Form } from 'react-router';
import { ButtonLink } from '#ui/button-link.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { PasswordField } from '#ui/password-field.tsx';
import type { RefusedForm } from '#ui/refused-form.ts';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import { CopyButton } from './copy-button.tsx';
import { PasskeyForm } from './passkey-form.tsx';
import css from './second-factor.module.css';
import type { FactorForm, ShownFactor } from './second-factor-requests.ts';

type FormProps = { shown: ShownFactor; refused: RefusedForm; cancelTo: string };

/** The one form of the second factor that the address of the page names. */
export function SecondFactorForm({ form, ...props }: FormProps & { form: FactorForm }) {
  switch (form) {
    case 'app':
      return props.shown.setUp === null ? <BeginApp {...props} /> : <ConfirmApp {...props} setUp={props.shown.setUp} />;
    case 'removeApp':
      return <RemoveApp {...props} />;
    case 'passkey':
      return <AddPasskey {...props} />;
    case 'removePasskey':
      return <RemovePasskey {...props} />;
    case 'codes':
      return <NewCodes {...props} />;
  }
}

function BeginApp({ refused, cancelTo }: FormProps) {
  const t = useT();
  return (
    <Form method="post" className={css.form}>
      <FormErrors errors={refused.errors} />
      <p>{t('signIn.factor.appIntro')}</p>
      <OwnPassword refused={refused} />
      <Buttons intent="beginApp" submit={t('signIn.factor.continue')} cancelTo={cancelTo} />
    </Form>
  );
}

function ConfirmApp({ setUp, refused, cancelTo }: FormProps & { setUp: NonNullable<ShownFactor['setUp']> }) {
  const t = useT();
  const { size, path } = setUp.qrCode;
  return (
    <Form method="post" className={css.form}>
      <FormErrors errors={refused.errors} />
      <p>{t('signIn.factor.scan')}</p>
      <svg className={css.qrCode} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={t('signIn.factor.qrCode')}>
        <path d={path} fill="#000" shapeRendering="crispEdges" />
      </svg>
      <div className={css.key}>
        <span>{t('signIn.factor.typeKey')}</span>
        <code className={css.keyText}>
          {(setUp.key.match(/.{1,4}/g) ?? []).map((group, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the groups of one key never move
            <span key={index}>{group}</span>
          ))}
        </code>
        <CopyButton text={setUp.key} label={t('signIn.factor.copyKey')} />
      </div>
      <TextField
        name="code"
        label={t('signIn.factor.appCode')}
        description={t('signIn.factor.appCodeHint')}
        autoComplete="one-time-code"
        spellCheck={false}
        error={refused.errorOf('code')}
      />
      <Buttons intent="confirmApp" submit={t('signIn.factor.confirmApp')} cancelTo={cancelTo} />
    </Form>
  );
}

function RemoveApp({ shown, refused, cancelTo }: FormProps) {
  const t = useT();
  return (
    <Form method="post" className={css.form}>
      <FormErrors errors={refused.errors} />
      <p>{t('signIn.factor.removeAppText')}</p>
      <LastWarning shown={shown} />
      <OwnPassword refused={refused} />
      <Code refused={refused} />
      <Buttons intent="removeApp" submit={t('signIn.factor.removeApp')} cancelTo={cancelTo} isDanger />
    </Form>
  );
}

function AddPasskey({ refused, cancelTo }: FormProps) {
  const t = useT();
  return (
    <PasskeyForm ceremony="create" intent="addPasskey" submit={t('signIn.factor.addPasskey')} cancelTo={cancelTo}>
      <FormErrors errors={refused.errors} />
      <p>{t('signIn.factor.passkeysIntro')}</p>
      <TextField
        name="name"
        label={t('signIn.factor.passkeyName')}
        description={t('signIn.factor.passkeyNameHint')}
        maxLength={60}
        defaultValue={refused.typed('name')}
        error={refused.errorOf('name')}
      />
      <OwnPassword refused={refused} />
    </PasskeyForm>
  );
}

function RemovePasskey({ shown, refused, cancelTo }: FormProps) {
  const t = useT();
  const removed = shown.factor.passkeys.find(({ id }) => id === shown.passkeyId);
  const name = removed?.name ?? '';
  return (
    <Form method="post" className={css.form}>
      <input type="hidden" name="passkeyId" value={removed?.id ?? ''} />
      <FormErrors errors={refused.errors} />
      <p>{t('signIn.factor.removePasskeyText', { name })}</p>
      <LastWarning shown={shown} />
      <OwnPassword refused={refused} />
      <Code refused={refused} />
      <Buttons
        intent="removePasskey"
        submit={t('signIn.factor.removePasskey', { name })}
        cancelTo={cancelTo}
        isDanger
      />
    </Form>
  );
}

function NewCodes({ refused, cancelTo }: FormProps) {
  const t = useT();
  return (
    <Form method="post" className={css.form}>
      <FormErrors errors={refused.errors} />
      <p>{t('signIn.factor.newCodesText')}</p>
      <OwnPassword refused={refused} />
      <Buttons intent="codes" submit={t('signIn.factor.newCodes')} cancelTo={cancelTo} />
    </Form>
  );
}

function OwnPassword({ refused }: Pick<FormProps, 'refused'>) {
  const t = useT();
  return (
    <PasswordField
      name="currentPassword"
      label={t('signIn.profile.currentPassword')}
      description={t('signIn.factor.confirmPassword')}
      autoComplete="current-password"
      error={refused.errorOf('currentPassword')}
    />
  );
}

function Code({ refused }: Pick<FormProps, 'refused'>) {
  const t = useT();
  return (
    <TextField
      name="code"
      label={t('signIn.factor.code')}
      description={t('signIn.factor.codeHint')}
      autoComplete="one-time-code"
      spellCheck={false}
      error={refused.errorOf('code')}
    />
  );
}

/** Said before the last method is removed. */
function LastWarning({ shown: { factor } }: Pick<FormProps, 'shown'>) {
  const t = useT();
  if ((factor.app === null ? 0 : 1) + factor.passkeys.length > 1) return null;
  return <Notice meaning="attention">{t('signIn.factor.removeLast')}</Notice>;
}

type ButtonsProps = { intent: string; submit: string; cancelTo: string; isDanger?: boolean };

function Buttons({ intent, submit, cancelTo, isDanger = false }: ButtonsProps) {
  const t = useT();
  return (
    <div className={css.buttons}>
      <SubmitButton appearance={isDanger ? 'danger' : 'primary'} name="intent" value={intent}>
        {submit}
      </SubmitButton>
      <ButtonLink to={cancelTo} appearance="quiet">
        {t('signIn.factor.cancel')}
      </ButtonLink>
    </div>
  );
}
