import { Form, redirect } from 'react-router';
import { getAccount } from '#features/accounts/accounts.ts';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { CheckboxField } from '#ui/checkbox-field.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { createOwnService } from '../own-services/create-own-service.ts';
import { listOwnServices } from '../own-services/list-own-services.ts';
import type { Route } from './+types/new-own-service-page.ts';
import { OwnPriceFields, OwnServiceFields } from './own-service-fields.tsx';
import { readOwnService, readPrices, withFieldsOf } from './own-service-form.server.ts';
import css from './own-services.module.css';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    // Nothing to show yet: it is asked for the permission that goes with it.
    await caller.call(listOwnServices, { pageSize: 1 });
    return { currency: (await caller.call(getAccount, {})).currency };
  });

export const action = (args: Route.ActionArgs) =>
  answerForm(args, (caller, form) =>
    withFieldsOf(form, async () => {
      const isOnSale = form.get('isOnSale') !== null;
      const given = { ...readOwnService(form), prices: readPrices(form), isOnSale };
      const { productId } = await caller.call(createOwnService, given);
      return redirect(`${paths.providerService(productId)}?done=created`);
    }),
  );

export default function NewOwnServicePage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const refused = useRefusedForm(actionData);
  return (
    <>
      <PageHeader
        title={t('catalogue.provider.own.new')}
        facts={[t('catalogue.provider.own.newIntro')]}
        crumbs={[
          { label: t('catalogue.provider.own.title'), to: paths.providerServices() },
          { label: t('catalogue.provider.own.new') },
        ]}
      />
      <Form method="post" className={css.page} noValidate>
        <FormErrors errors={refused.errors} />
        <OwnServiceFields refused={refused} />
        <Section title={t('catalogue.provider.own.prices')} intro={t('catalogue.provider.own.pricesIntro')}>
          <OwnPriceFields currency={loaderData.currency} refused={refused} />
        </Section>
        <CheckboxField
          name="isOnSale"
          label={t('catalogue.provider.own.sellNow')}
          description={t('catalogue.provider.own.sellNowHint')}
          defaultChecked={actionData === undefined || refused.typed('isOnSale') !== undefined}
        />
        <div className={css.buttons}>
          <SubmitButton>{t('catalogue.provider.own.create')}</SubmitButton>
          <ButtonLink to={paths.providerServices()}>{t('catalogue.provider.own.cancel')}</ButtonLink>
        </div>
      </Form>
    </>
  );
}
