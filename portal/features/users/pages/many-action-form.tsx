import { Form } from 'react-router';
import { useT } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';
import { SelectField } from '#ui/select-field.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import type { ManyActionName } from './many-actions.ts';
import css from './many-users.module.css';

/** The id of the form that the boxes of the list belong to. */
export const MANY_FORM = 'many-users';

/** What to do for the users who are ticked; the next page shows what it would do. */
export function ManyActionForm({ actions }: { actions: readonly ManyActionName[] }) {
  const t = useT();
  return (
    <Form id={MANY_FORM} method="post" action={paths.manyUsers()} className={css.bar}>
      <SelectField
        name="action"
        label={t('users.many.action')}
        options={actions.map((action) => ({ value: action, label: t(`users.many.actions.${action}`) }))}
      />
      <SubmitButton appearance="secondary">{t('users.many.next')}</SubmitButton>
    </Form>
  );
}
