import { Form, redirect } from 'react-router';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { SubmitButton } from '#ui/submit-button.tsx';
import { editOwnService } from '../own-services/edit-own-service.ts';
import { getOwnService } from '../own-services/get-own-service.ts';
import type { Route } from './+types/edit-own-service-page.ts';
import { OwnServiceFields } from './own-service-fields.tsx';
import { readOwnService, withFieldsOf } from './own-service-form.server.ts';
import css from './own-services.module.css';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, (caller) => caller.call(getOwnService, { productId: args.params.productId }));

export const action = (args: Route.ActionArgs) =>
  answerForm(args, (caller, form) =>
    withFieldsOf(form, async () => {
      const { productId } = args.params;
      await caller.call(editOwnService, { productId, ...readOwnService(form) });
      return redirect(`${paths.providerService(productId)}?done=edited`);
    }),
  );

export default function EditOwnServicePage({ loaderData: service, actionData }: Route.ComponentProps) {
  const t = useT();
  const refused = useRefusedForm(actionData);
  const back = paths.providerService(service.productId);
  return (
    <>
      <PageHeader
        title={t('catalogue.provider.own.editTitle', { name: service.titleIt })}
        facts={[t('catalogue.provider.own.editIntro')]}
        crumbs={[
          { label: t('catalogue.provider.own.title'), to: paths.providerServices() },
          { label: service.titleIt, to: back },
          { label: t('catalogue.provider.own.edit') },
        ]}
      />
      <Form method="post" className={css.page} noValidate>
        <FormErrors errors={refused.errors} />
        <OwnServiceFields service={service} refused={refused} />
        <div className={css.buttons}>
          <SubmitButton>{t('catalogue.provider.own.save')}</SubmitButton>
          <ButtonLink to={back}>{t('catalogue.provider.own.cancel')}</ButtonLink>
        </div>
      </Form>
    </>
  );
}
