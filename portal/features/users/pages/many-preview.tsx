import { Form } from 'react-router';
import { ButtonLink } from '#ui/button-link.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { paths } from '#ui/paths.ts';
import { SubmitButton } from '#ui/submit-button.tsx';
import type { ServiceSeatsOutput } from '../services/get-services.ts';
import { OutcomeSection, peopleWith, type ShownOutcome } from './many-outcomes.tsx';
import { type CompleteForm, fieldsOf } from './many-users-form.ts';
import css from './user-form.module.css';

type ManyPreviewProps = CompleteForm & {
  people: readonly ShownOutcome[];
  errors: readonly { message: string }[];
  services: readonly ServiceSeatsOutput[];
};

/** Who is concerned and what cannot be done for whom; one button does the rest. */
export function ManyPreview({ people, errors, services, ...given }: ManyPreviewProps) {
  const t = useT();
  const { action, name } = given;
  const possible = peopleWith('done', people);
  const count = possible.length;
  const service = 'serviceId' in action ? services.find(({ serviceId }) => serviceId === action.serviceId)?.name : '';
  return (
    <div className={css.page}>
      <FormErrors errors={errors} />
      <Notice meaning={count < people.length ? 'attention' : 'information'} live>
        {t(`users.many.effect.${name}`, { service: service ?? '', count })}
      </Notice>
      <OutcomeSection title={t('users.many.possible', { count })} people={possible} />
      <OutcomeSection
        title={t('users.many.refused', { count: peopleWith('refused', people).length })}
        people={peopleWith('refused', people)}
      />
      <OutcomeSection
        title={t(`users.many.already.${name}`, { count: peopleWith('unchanged', people).length })}
        people={peopleWith('unchanged', people)}
      />
      <Form method="post" className={css.buttons}>
        {fieldsOf(given).map((field) => (
          <input key={`${field.name} ${field.value}`} type="hidden" {...field} />
        ))}
        {count === 0 ? null : (
          <SubmitButton appearance={name === 'remove' ? 'danger' : 'primary'} name="intent" value="confirm">
            {t(`users.many.confirm.${name}`, { count })}
          </SubmitButton>
        )}
        <ButtonLink to={paths.users()}>{t('users.many.cancel')}</ButtonLink>
      </Form>
    </div>
  );
}
