import { Form } from 'react-router';
import { CheckboxField } from '#ui/checkbox-field.tsx';
import { useT } from '#ui/i18n.ts';
import type { RefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import type { User } from '../manage/user-output.ts';
import type { AccountKind } from './account-kind.ts';
import { RoleCards } from './role-cards.tsx';
import css from './user-form.module.css';

/** The role of a user, with the action that changes it. */
export function UserRole({ user, kind }: { user: User; kind: AccountKind }) {
  const t = useT();
  return (
    <Section title={t('users.page.roleTitle')}>
      <Form method="post" className={css.act}>
        <RoleCards key={user.role} kind={kind} label={t('users.roleTitle')} defaultValue={user.role} />
        <SubmitButton appearance="secondary" name="intent" value="role">
          {t('users.page.changeRole')}
        </SubmitButton>
      </Form>
    </Section>
  );
}

/** Disabling, enabling and removing a user. */
export function UserRemoval({ user, name, refused }: { user: User; name: string; refused: RefusedForm }) {
  const t = useT();
  const isDisabled = user.status === 'disabled';
  return (
    <Section title={t('users.page.stateTitle')}>
      <Form method="post" className={css.act}>
        <p>{isDisabled ? t('users.page.enableText') : t('users.page.disableText')}</p>
        <SubmitButton appearance="secondary" name="intent" value={isDisabled ? 'enable' : 'disable'}>
          {isDisabled ? t('users.page.enable') : t('users.page.disable')}
        </SubmitButton>
      </Form>
      <Form method="post" className={css.act}>
        <p>{t('users.page.removeText')}</p>
        <CheckboxField
          name="confirmed"
          label={t('users.page.removeConfirm', { name })}
          error={refused.errorOf('confirmed')}
        />
        <SubmitButton appearance="danger" name="intent" value="remove">
          {t('users.page.remove')}
        </SubmitButton>
      </Form>
    </Section>
  );
}
