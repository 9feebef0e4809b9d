import { useT } from './i18n.ts';
import { PasswordField } from './password-field.tsx';
import type { RefusedForm } from './refused-form.ts';

type NewPasswordFieldsProps = {
  /** The least number of characters. */
  minimum: number;
  refused: RefusedForm;
  /** False for a password that is set for another person. */
  isRepeated?: boolean;
};

/** The fields of a form that sets a password: `password`, and `repeatedPassword` for one's own. */
export function NewPasswordFields({ minimum, refused, isRepeated = true }: NewPasswordFieldsProps) {
  const t = useT();
  return (
    <>
      <PasswordField
        name="password"
        label={t('ui.newPassword.label')}
        description={t('ui.newPassword.hint', { minimum })}
        autoComplete="new-password"
        error={refused.errorOf('password')}
      />
      {isRepeated ? (
        <PasswordField
          name="repeatedPassword"
          label={t('ui.newPassword.repeat')}
          autoComplete="new-password"
          error={refused.errorOf('repeatedPassword')}
        />
      ) : null}
    </>
  );
}
