import { Form } from 'react-router';
import type { z } from 'zod';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import type { RefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import type { SubscriptionDetails } from '../subscription-details.ts';
import css from './change-page.module.css';

/** The name and the cost centre that the account gives to a subscription. */
export function OwnWords({
  shown,
  refused,
}: {
  shown: Pick<z.output<typeof SubscriptionDetails>, 'ownName' | 'costCentre' | 'offerTitle'>;
  refused: RefusedForm;
}) {
  const t = useT();
  return (
    <Section title={t('subscriptions.own.title')} intro={t('subscriptions.own.intro')}>
      <Form method="post" className={css.form} noValidate>
        <FormErrors errors={refused.errors} />
        <TextField
          name="ownName"
          label={t('subscriptions.own.name')}
          optional
          defaultValue={refused.typed('ownName') ?? shown.ownName ?? ''}
          error={refused.errorOf('ownName')}
        />
        <TextField
          name="costCentre"
          label={t('subscriptions.own.costCentre')}
          optional
          defaultValue={refused.typed('costCentre') ?? shown.costCentre ?? ''}
          error={refused.errorOf('costCentre')}
        />
        <div className={css.buttons}>
          <SubmitButton appearance="secondary">{t('subscriptions.own.save')}</SubmitButton>
        </div>
      </Form>
    </Section>
  );
}
