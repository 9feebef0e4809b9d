import { Form, redirect } from 'react-router';
import { createCustomer } from '#features/users/users.ts';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { CompanyFields, readCompany } from '#ui/company-fields.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SelectField } from '#ui/select-field.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import { getWork } from '../get-work.ts';
import type { Route } from './+types/new-customer-page.ts';
import css from './provider-page.module.css';

/** Most customers are in Italy; the customer's administrator can change it. */
const TIME_ZONE = 'Europe/Rome';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    // Nothing to show yet: it is asked for the permission that goes with it.
    await caller.call(getWork, {});
    return {};
  });

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const text = (name: string) => String(form.get(name) ?? '');
    const { accountId } = await caller.call(createCustomer, {
      ...readCompany(form),
      timeZone: TIME_ZONE,
      locale: form.get('locale') === 'en' ? 'en' : 'it',
      administrator: {
        firstName: text('administrator.firstName'),
        lastName: text('administrator.lastName'),
        email: text('administrator.email'),
      },
    });
    return redirect(paths.providerCustomer(accountId));
  });

/** Opens a customer with its first administrator; the limit on account is set on the customer's page. */
export default function NewCustomerPage({ actionData }: Route.ComponentProps) {
  const t = useT();
  const refused = useRefusedForm(actionData);
  const field = (name: string) => ({
    name,
    defaultValue: refused.typed(name),
    error: refused.errorOf(name),
  });
  return (
    <>
      <PageHeader
        title={t('provider.newCustomer.title')}
        facts={[t('provider.newCustomer.intro')]}
        crumbs={[
          { label: t('provider.customers.title'), to: paths.providerCustomers() },
          { label: t('provider.newCustomer.title') },
        ]}
      />
      <Form method="post" className={css.page}>
        <FormErrors errors={refused.errors} />
        <Section title={t('provider.newCustomer.company')}>
          <div className={css.form}>
            <CompanyFields shown={refused.typed} errorOf={refused.errorOf} />
          </div>
        </Section>
        <Section title={t('provider.newCustomer.administrator')} intro={t('provider.newCustomer.administratorIntro')}>
          <div className={css.form}>
            <TextField {...field('administrator.firstName')} label={t('users.new.firstName')} />
            <TextField {...field('administrator.lastName')} label={t('users.new.lastName')} />
            <TextField
              {...field('administrator.email')}
              label={t('users.new.email')}
              description={t('users.new.emailHint')}
              type="email"
            />
            <SelectField
              {...field('locale')}
              label={t('users.new.language')}
              defaultValue={refused.typed('locale') ?? 'it'}
              options={[
                { value: 'it', label: 'Italiano' },
                { value: 'en', label: 'English' },
              ]}
            />
          </div>
        </Section>
        <div className={css.buttons}>
          <SubmitButton>{t('provider.newCustomer.submit')}</SubmitButton>
          <ButtonLink to={paths.providerCustomers()}>{t('provider.newCustomer.cancel')}</ButtonLink>
        </div>
      </Form>
    </>
  );
}
