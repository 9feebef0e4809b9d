import type { ReactNode } from 'react';
import { Form } from 'react-router';
import { ButtonLink } from '#ui/button-link.tsx';
import { useT } from '#ui/i18n.ts';
import { SubmitButton } from '#ui/submit-button.tsx';
import ceremonyUrl from './passkey-ceremony.js?url&no-inline';
import css from './second-factor.module.css';

type PasskeyFormProps = {
  /** `create` adds a passkey, `get` signs in by one. */
  ceremony: 'create' | 'get';
  /** The value of the field `intent`. */
  intent: string;
  submit: string;
  appearance?: 'primary' | 'secondary';
  /** The page that "Annulla" leads to. */
  cancelTo?: string;
  /** Fields above the button. */
  children?: ReactNode;
};

/** The operation that begins each ceremony, by its REST address. */
const BEGIN = {
  create: '/api/v1/sign-in/begin-passkey',
  get: '/api/v1/sign-in/begin-passkey-sign-in',
};

/**
 * A form that is sent with the answer of a passkey, in its field `answer`. The browser sends it by itself, on plain
 * pages and on others; `passkey-ceremony.js` gives it its behaviour.
 */
export function PasskeyForm({ ceremony, intent, submit, appearance, cancelTo, children }: PasskeyFormProps) {
  const t = useT();
  return (
    <Form
      method="post"
      className={css.form}
      reloadDocument
      data-passkey={ceremony}
      data-begin={BEGIN[ceremony]}
      data-unsupported={t('signIn.factor.passkeyUnsupported')}
      data-cancelled={t('signIn.factor.passkeyCancelled')}
    >
      <input type="hidden" name="intent" value={intent} />
      <input type="hidden" name="answer" />
      {children}
      <p className={css.message} role="alert" data-passkey-message hidden />
      {cancelTo === undefined ? (
        <SubmitButton appearance={appearance ?? 'primary'}>{submit}</SubmitButton>
      ) : (
        <div className={css.buttons}>
          <SubmitButton appearance={appearance ?? 'primary'}>{submit}</SubmitButton>
          <ButtonLink to={cancelTo} appearance="quiet">
            {t('signIn.factor.cancel')}
          </ButtonLink>
        </div>
      )}
      <script type="module" async src={ceremonyUrl} />
    </Form>
  );
}
