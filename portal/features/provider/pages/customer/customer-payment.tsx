import { ButtonLink } from '#ui/button-link.tsx';
import { Facts } from '#ui/facts.tsx';
import { useT } from '#ui/i18n.ts';
import { Money } from '#ui/money.tsx';
import { paths } from '#ui/paths.ts';
import { Section } from '#ui/section.tsx';
import type { Route } from '../+types/customer-page.ts';
import css from '../provider-page.module.css';

type CustomerPaymentProps = Pick<Route.ComponentProps['loaderData'], 'payment'> & { accountId: string };

/** Balances and terms of the customer, and the pages that change them. */
export function CustomerPayment({ payment, accountId }: CustomerPaymentProps) {
  const t = useT();
  const { creditBalance, owed, creditLimit, approvalAbove, whenCreditEnds } = payment;
  return (
    <Section title={t('provider.payment.title')}>
      <Facts
        facts={[
          { term: t('provider.payment.owed'), value: <Money value={owed} basis="gross" /> },
          { term: t('provider.payment.limit'), value: <Money value={creditLimit} basis="gross" /> },
          {
            term: t('provider.payment.approvalField'),
            value:
              approvalAbove === null ? t('provider.payment.noApproval') : <Money value={approvalAbove} basis="gross" />,
          },
          { term: t('provider.payment.balance'), value: <Money value={creditBalance} basis="gross" /> },
          {
            term: t('provider.payment.whenCreditEnds'),
            value: t(`provider.payment.whenCreditEnds.${whenCreditEnds}`),
          },
        ]}
      />
      <div className={css.buttons}>
        <ButtonLink to={paths.providerCustomerPayments(accountId)}>{t('provider.payment.toPayments')}</ButtonLink>
        <ButtonLink to={paths.providerPaymentTerms(accountId)}>{t('provider.payment.toTerms')}</ButtonLink>
        <ButtonLink to={paths.providerCustomerCredit(accountId)}>{t('provider.payment.toCredit')}</ButtonLink>
      </div>
    </Section>
  );
}
