import { Form, Link, redirect } from 'react-router';
import { StateAtVendorText } from '#features/users/users-ui.ts';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { ComboboxField } from '#ui/combobox-field.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { DateText } from '#ui/date-text.tsx';
import { Facts } from '#ui/facts.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { type Translate, useT } from '#ui/i18n.ts';
import { Icon } from '#ui/icon.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { Person } from '#ui/person.tsx';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Seats } from '#ui/seats.tsx';
import { SeatsOrdered } from '#ui/seats-ordered.tsx';
import { Section } from '#ui/section.tsx';
import { Status } from '#ui/status.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { useMay } from '#ui/viewer.tsx';
import { assignService } from '../assign-service.ts';
import { getService } from '../get-service.ts';
import { unassignService } from '../unassign-service.ts';
import type { Route } from './+types/service-page.ts';
import css from './service-page.module.css';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, (caller) => caller.call(getService, { serviceId: args.params.serviceId }));

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const { serviceId } = args.params;
    const input = { serviceId, personId: String(form.get('personId') ?? '') };
    if (form.get('intent') === 'unassign') await caller.call(unassignService, input);
    else await caller.call(assignService, input);
    return redirect(paths.service(serviceId));
  });

type Shown = Route.ComponentProps['loaderData'];
type Management = NonNullable<Shown['management']>;

export default function ServicePage({ loaderData: shown, actionData }: Route.ComponentProps) {
  const t = useT();
  const refused = useRefusedForm(actionData);
  const may = useMay();
  const { management } = shown;
  return (
    <>
      <PageHeader
        title={shown.name}
        status={
          <Status meaning={shown.isMine ? 'good' : 'neutral'}>
            {t(shown.isMine ? 'licences.service.mine' : 'licences.service.notMine')}
          </Status>
        }
        facts={[
          ...(shown.isTrial ? [t('licences.service.trial')] : []),
          ...(management === null
            ? []
            : [<Seats key="seats" usedCount={management.people.length} ownedCount={management.seatCount} />]),
        ]}
        actions={
          management === null || !may('subscriptions.read') ? null : (
            <ButtonLink to={paths.subscription(management.subscriptionId)}>
              {t('licences.service.subscription')}
            </ButtonLink>
          )
        }
      />
      <Section title={t('licences.service.about')}>
        {shown.description === '' ? null : <p lang={shown.descriptionLanguage}>{shown.description}</p>}
        {shown.address === '' ? null : (
          <>
            <p>
              <a className={css.open} href={shown.address} target="_blank" rel="noreferrer">
                {t('licences.service.open', { name: shown.name })}
                <Icon name="external" size={16} />
              </a>
            </p>
            <p className={css.hint}>{t('licences.service.openHint')}</p>
          </>
        )}
      </Section>
      {management === null ? null : (
        <>
          <SeatsOrdered />
          <Assign serviceId={shown.serviceId} management={management} refused={refused} />
          <People management={management} />
          <Leaving management={management} />
          <AtVendor management={management} />
        </>
      )}
    </>
  );
}

function Assign({
  serviceId,
  management,
  refused,
}: {
  serviceId: string;
  management: Management;
  refused: ReturnType<typeof useRefusedForm>;
}) {
  const t = useT();
  const { candidates, people, seatCount, subscriptionId } = management;
  const isFull = people.length >= seatCount;
  return (
    <Section title={t('licences.assign.title')}>
      <FormErrors errors={refused.errors} />
      {isFull ? (
        <p>
          {t('licences.assign.full')}{' '}
          <Link
            to={paths.changeSeats(subscriptionId, { seatCount: people.length + 1, backTo: paths.service(serviceId) })}
          >
            {t('licences.assign.addSeats')}
          </Link>
        </p>
      ) : null}
      {candidates.length === 0 ? (
        <p>{t('licences.assign.none')}</p>
      ) : (
        <Form method="post" className={css.assign}>
          <input type="hidden" name="intent" value="assign" />
          <ComboboxField
            name="personId"
            label={t('licences.assign.label')}
            placeholder={t('licences.assign.placeholder')}
            defaultValue={refused.typed('personId')}
            error={refused.errorOf('personId')}
            options={candidates.map(({ personId, name, login }) => ({
              value: personId,
              label: login === null ? name : `${name} (${login})`,
            }))}
          />
          <div>
            <SubmitButton appearance="secondary">{t('licences.assign.submit')}</SubmitButton>
          </div>
        </Form>
      )}
    </Section>
  );
}

function People({ management }: { management: Management }) {
  const t = useT();
  const may = useMay();
  return (
    <Section title={t('licences.people.title')} frame="plain">
      <DataTable
        caption={t('licences.people.caption')}
        rows={management.people}
        rowKey={(person) => person.personId}
        empty={<p className={css.empty}>{t('licences.people.empty')}</p>}
        columns={[
          {
            key: 'name',
            header: t('licences.people.name'),
            cell: (person) => (
              <Person
                name={person.name}
                detail={person.login ?? ''}
                {...(may('users.read') && { to: paths.user(person.personId) })}
              />
            ),
          },
          {
            key: 'assignedAt',
            header: t('licences.people.assignedOn'),
            cell: (person) => (
              <>
                <DateText at={person.assignedAt} />{' '}
                {person.isDisabled ? <Status meaning="attention">{t('licences.people.disabled')}</Status> : null}
              </>
            ),
          },
          ...(management.people.some(({ atVendor }) => atVendor !== null) ? [atVendorColumn(t)] : []),
          {
            key: 'unassign',
            header: t('licences.people.unassignShort'),
            align: 'end',
            phone: 'end',
            cell: (person) => (
              <Form method="post">
                <input type="hidden" name="personId" value={person.personId} />
                <SubmitButton appearance="quiet" name="intent" value="unassign">
                  <span aria-hidden="true">{t('licences.people.unassignShort')}</span>
                  <span className="spoken-only">{t('licences.people.unassign', { name: person.name })}</span>
                </SubmitButton>
              </Form>
            ),
          },
        ]}
      />
    </Section>
  );
}

/** Only where the vendor has licences of its own. */
function atVendorColumn(t: Translate): Column<Management['people'][number]> {
  return {
    key: 'atVendor',
    header: t('licences.atVendor.title'),
    cell: (person) =>
      person.atVendor === null ? (
        ''
      ) : (
        <>
          <StateAtVendorText state={person.atVendor} of="licence" />
          {person.atVendor.failure === null ? null : (
            <Link to={paths.vendorUser(person.personId)}>{t('licences.vendorUser.open')}</Link>
          )}
        </>
      ),
  };
}

/** People who hold the service no more, until Microsoft has taken their licences. */
function Leaving({ management: { leaving } }: { management: Management }) {
  const t = useT();
  if (leaving.length === 0) return null;
  return (
    <Section title={t('licences.leaving.title')} intro={t('licences.leaving.intro')} frame="plain">
      <DataTable
        caption={t('licences.leaving.title')}
        rows={leaving}
        rowKey={(person) => person.personId}
        empty={null}
        columns={[
          {
            key: 'name',
            header: t('licences.people.name'),
            cell: (person) =>
              person.login === null ? (
                person.name
              ) : (
                <Person name={person.name} detail={person.login} to={paths.vendorUser(person.personId)} />
              ),
          },
          {
            key: 'atVendor',
            header: t('licences.atVendor.title'),
            phone: 'end',
            cell: (person) => <StateAtVendorText state={person.atVendor} of="licence" />,
          },
        ]}
      />
    </Section>
  );
}

/** The licences of the product as Microsoft has them, and who holds one that the portal did not give. */
function AtVendor({ management: { pool } }: { management: Management }) {
  const t = useT();
  if (pool === null) return null;
  const { totalCount, usedCount, outside, subscriptions, readAt } = pool;
  return (
    <Section title={t('licences.pool.title')} intro={t('licences.pool.intro')}>
      <Facts
        facts={[
          { term: t('licences.pool.used'), value: t('licences.pool.usedOf', { usedCount, totalCount }) },
          { term: t('licences.pool.readAt'), value: <DateText at={readAt} /> },
        ]}
      />
      {subscriptions.length < 2 ? null : <ReductionOrder subscriptions={subscriptions} />}
      {outside.length === 0 ? null : (
        <>
          <p>{t('licences.pool.outside')}</p>
          <ul>
            {outside.map(({ login, name }) => (
              <li key={login}>
                {name} ({login})
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}

/** The subscriptions of one product, in the order in which their licences are given back. */
function ReductionOrder({ subscriptions }: Pick<NonNullable<Management['pool']>, 'subscriptions'>) {
  const t = useT();
  const may = useMay();
  return (
    <>
      <p>{t('licences.pool.order')}</p>
      <ol>
        {subscriptions.map(({ subscriptionId, name, seatCount, endsBefore, reducibleCount, reducibleUntil }) => (
          <li key={subscriptionId}>
            {may('subscriptions.read') ? <Link to={paths.subscription(subscriptionId)}>{name}</Link> : name}:{' '}
            {t('licences.pool.seats', { seatCount })}.{' '}
            {reducibleUntil === null ? (
              <>
                {t('licences.pool.atTermEnd')} <DateText on={endsBefore} />
              </>
            ) : (
              <>
                {t('licences.pool.reducible', { count: reducibleCount })} <DateText at={reducibleUntil} withTime />
              </>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}
