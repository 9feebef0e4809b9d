import { Form, redirect, useSearchParams } from 'react-router';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { Facts } from '#ui/facts.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { formatCount } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { getOwnService } from '../own-services/get-own-service.ts';
import { offerOwnService } from '../own-services/offer-own-service.ts';
import { setOwnServicePrices } from '../own-services/set-own-service-prices.ts';
import { withdrawOwnService } from '../own-services/withdraw-own-service.ts';
import type { Route } from './+types/own-service-page.ts';
import { readPrices, withFieldsOf } from './own-service-form.server.ts';
import { OwnServicePreview } from './own-service-preview.tsx';
import { OwnServicePrices } from './own-service-prices.tsx';
import { OwnServiceStatus } from './own-service-status.tsx';
import css from './own-services.module.css';
import { useCatalogueLabels } from './use-catalogue-labels.ts';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, (caller) => caller.call(getOwnService, { productId: args.params.productId }));

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const { productId } = args.params;
    const page = paths.providerService(productId);
    switch (form.get('intent')) {
      case 'prices': {
        const startsOn = String(form.get('startsOn') ?? '');
        const given = { productId, startsOn, prices: readPrices(form) };
        await withFieldsOf(form, () => caller.call(setOwnServicePrices, given));
        return redirect(`${page}?done=prices`);
      }
      case 'offer':
        await caller.call(offerOwnService, { productId });
        return redirect(`${page}?done=offered`);
      case 'withdraw':
        await caller.call(withdrawOwnService, { productId });
        return redirect(`${page}?done=withdrawn`);
      default:
        return redirect(page);
    }
  });

const DONE = ['created', 'edited', 'prices', 'offered', 'withdrawn'] as const;

/** An own service: what customers see, what it costs from when, and whether it is on sale. */
export default function OwnServicePage({ loaderData: service, actionData }: Route.ComponentProps) {
  const t = useT();
  const labels = useCatalogueLabels();
  const refused = useRefusedForm(actionData);
  const [search] = useSearchParams();
  const done = actionData === undefined ? DONE.find((one) => one === search.get('done')) : undefined;
  return (
    <>
      <PageHeader
        title={service.titleIt}
        status={<OwnServiceStatus isOnSale={service.isOnSale} />}
        facts={[labels.category(service.category), service.productCode]}
        crumbs={[
          { label: t('catalogue.provider.own.title'), to: paths.providerServices() },
          { label: service.titleIt },
        ]}
        primary={
          <ButtonLink to={paths.providerEditService(service.productId)} appearance="primary">
            {t('catalogue.provider.own.edit')}
          </ButtonLink>
        }
      />
      <div className={css.page}>
        {done === undefined ? null : (
          <Notice meaning="good" live>
            {t(`catalogue.provider.own.done.${done}`)}
          </Notice>
        )}
        <FormErrors errors={refused.errors} />
        <OwnServicePreview service={service} />
        <Conditions service={service} />
        <OwnServicePrices service={service} refused={refused} />
        <Sale isOnSale={service.isOnSale} />
      </div>
    </>
  );
}

type Service = Route.ComponentProps['loaderData'];

function Conditions({ service }: { service: Service }) {
  const t = useT();
  const locale = useLocale();
  const { seatCountMin, seatCountMax, serviceUrl, orderForm } = service;
  const max = seatCountMax === null ? t('catalogue.provider.own.noLimit') : formatCount(seatCountMax, locale);
  const none = t('catalogue.provider.own.noValue');
  return (
    <Section title={t('catalogue.provider.own.sale')}>
      <Facts
        facts={[
          { term: t('catalogue.provider.own.seatCountMin'), value: formatCount(seatCountMin, locale) },
          { term: t('catalogue.provider.own.seatCountMax'), value: max },
          { term: t('catalogue.provider.own.serviceUrl'), value: serviceUrl ?? none },
          {
            term: t('catalogue.provider.own.questions'),
            value: orderForm === null ? none : orderForm.map(({ label }) => label[locale]).join(' · '),
          },
        ]}
      />
    </Section>
  );
}

function Sale({ isOnSale }: { isOnSale: boolean }) {
  const t = useT();
  return (
    <Section title={t('catalogue.provider.own.saleState')}>
      <Form method="post" className={css.act}>
        <p>{t(isOnSale ? 'catalogue.provider.own.withdrawText' : 'catalogue.provider.own.offerText')}</p>
        <SubmitButton
          appearance={isOnSale ? 'danger' : 'secondary'}
          name="intent"
          value={isOnSale ? 'withdraw' : 'offer'}
        >
          {t(isOnSale ? 'catalogue.provider.own.withdraw' : 'catalogue.provider.own.offer')}
        </SubmitButton>
      </Form>
    </Section>
  );
}
