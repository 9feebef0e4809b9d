import { Form, Link } from 'react-router';
import { rolesText } from '#features/users/users-ui.ts';
import { DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { useT } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';
import { Section } from '#ui/section.tsx';
import { Status } from '#ui/status.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import type { Route } from '../+types/customer-page.ts';
import css from '../provider-page.module.css';

type Shown = Route.ComponentProps['loaderData'];

const PERSON_MEANINGS = { ready: 'good', locked: 'danger', notActivated: 'attention', disabled: 'neutral' } as const;

/** Users of the customer with the status of their logins. */
export function CustomerPeople({ accountId, people }: Pick<Shown, 'people'> & { accountId: string }) {
  const t = useT();
  return (
    <Section title={t('provider.customers.people')} frame="plain">
      <DataTable
        caption={t('provider.customers.people')}
        rows={people}
        rowKey={(row) => row.id}
        empty={<EmptyState icon="people" title={t('provider.customer.noPeople')} />}
        columns={[
          {
            key: 'name',
            header: t('provider.customers.name'),
            cell: (row) => (
              <span className={css.twoLines}>
                {row.name}
                <span className={css.aside}>{rolesText(t, row.roles)}</span>
              </span>
            ),
          },
          {
            key: 'login',
            header: t('provider.customer.login'),
            cell: (row) => (
              <span className={css.twoLines}>
                {row.login}
                {row.email === row.login ? null : <span className={css.aside}>{row.email}</span>}
              </span>
            ),
          },
          {
            key: 'status',
            header: t('orders.list.status'),
            phone: 'end',
            cell: (row) => (
              <span className={css.twoLines}>
                <Status meaning={PERSON_MEANINGS[row.status]}>{t(`users.status.${row.status}`)}</Status>
                {row.hint === null ? null : <span className={css.aside}>{t(`users.hint.${row.hint}`)}</span>}
                {row.status === 'locked' ? <Unlock login={row.login} name={row.name} /> : null}
              </span>
            ),
          },
          {
            key: 'impersonate',
            header: t('provider.customer.impersonate'),
            cell: (row) =>
              row.status === 'disabled' ? null : (
                <Link to={paths.providerImpersonate(accountId, row.id)}>
                  {t('users.page.impersonate')} <span className="spoken-only">{row.name}</span>
                </Link>
              ),
          },
          {
            key: 'factor',
            header: t('provider.customer.factor'),
            phone: 'end',
            cell: (row) => <SecondFactor {...row} />,
          },
        ]}
      />
    </Section>
  );
}

/** Whether the person has a second factor, with its reset for one who has lost it. */
function SecondFactor({ id, name, hasSecondFactor }: Pick<Shown['people'][number], 'id' | 'name' | 'hasSecondFactor'>) {
  const t = useT();
  if (!hasSecondFactor) return t('provider.customer.factorOff');
  return (
    <Form method="post">
      <input type="hidden" name="userId" value={id} />
      {t('provider.customer.factorOn')}{' '}
      <SubmitButton appearance="quiet" name="intent" value="resetFactor">
        {t('provider.customer.resetFactor')}{' '}
        <span className="spoken-only">{t('provider.customer.resetFactorOf', { name })}</span>
      </SubmitButton>
    </Form>
  );
}

function Unlock({ login, name }: { login: string; name: string }) {
  const t = useT();
  return (
    <Form method="post">
      <input type="hidden" name="login" value={login} />
      <SubmitButton appearance="quiet" name="intent" value="unlock">
        {t('users.page.unlock')} <span className="spoken-only">{name}</span>
      </SubmitButton>
    </Form>
  );
}
