import { Link, redirect } from 'react-router';
import { DeadlineItem } from '#features/deadlines/deadlines-ui.ts';
import { listMyServices } from '#features/licences/licences.ts';
import type { Caller } from '#platform/caller.server.ts';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { isPermitted } from '#platform/permissions.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { DateText } from '#ui/date-text.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { formatCount, formatOnDate } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { RowList } from '#ui/row-list.tsx';
import { Seats } from '#ui/seats.tsx';
import { Section } from '#ui/section.tsx';
import { Status } from '#ui/status.tsx';
import { Tile } from '#ui/tile.tsx';
import { useMay } from '#ui/viewer.tsx';
import { getDecisions } from '../decisions/get-decisions.ts';
import { postponeDecision } from '../decisions/postpone-decision.ts';
import { resumeDecision } from '../decisions/resume-decision.ts';
import { getOverview } from '../get-overview.ts';
import type { Route } from './+types/dashboard-page.ts';
import css from './dashboard-page.module.css';
import { DecisionsSection } from './decisions-section.tsx';
import { LicencesSection } from './licences-section.tsx';
import { postponementDays, spendFacts } from './shown-account.server.ts';
import { SpendSection } from './spend-section.tsx';

/**
 * Who sees costs sees the account; others see the services that they use or assign. The provider's staff have a page of
 * their own.
 */
export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    if (caller.signedIn?.accountKind === 'provider') throw redirect(paths.provider());
    const { services } = await caller.call(listMyServices, {});
    if (caller.signedIn === null || !isPermitted(caller.actor.roles, getOverview.permission))
      return { services, account: null };
    return { services, account: { name: caller.signedIn.accountName, ...(await readAccount(caller)) } };
  });

async function readAccount(caller: Caller) {
  const [todo, { licences, people, runningOrders, spend }] = await Promise.all([
    caller.call(getDecisions, {}),
    caller.call(getOverview, {}),
  ]);
  const withDays = (decision: (typeof todo.decisions)[number]) => ({
    ...decision,
    days: postponementDays(todo.today, decision.latest),
  });
  return {
    todo: { ...todo, decisions: todo.decisions.map(withDays), postponed: todo.postponed.map(withDays) },
    licences,
    people,
    runningOrders,
    spend: spendFacts(spend),
  };
}

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const key = String(form.get('key') ?? '');
    if (form.get('intent') === 'resume') {
      await caller.call(resumeDecision, { key });
      return { postponedUntil: null };
    }
    const { until } = await caller.call(postponeDecision, { key, until: String(form.get('until') ?? '') });
    return { postponedUntil: until };
  });

type Shown = Route.ComponentProps['loaderData'];
type Account = NonNullable<Shown['account']>;

export default function DashboardPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const may = useMay();
  const { services, account } = loaderData;
  if (account === null) {
    return (
      <>
        <PageHeader title={t('dashboard.title')} />
        {may('users.read') ? <UserTiles /> : null}
        <Services services={services} />
      </>
    );
  }
  const { todo, licences, people, runningOrders, spend } = account;
  return (
    <>
      <PageHeader title={t('dashboard.title')} facts={[account.name]} />
      <Answered answer={actionData} />
      <DecisionsSection {...todo} />
      <div className={css.account}>
        <SpendSection {...spend} />
        <div className={css.side}>
          <LicencesSection licences={licences} />
          {may('users.read') ? <People people={people} /> : null}
        </div>
      </div>
      <RunningOrders orders={runningOrders} />
      <Services services={services} />
      <Coming coming={todo.coming} />
    </>
  );
}

/** What became of "Non ora". */
function Answered({ answer }: { answer: Route.ComponentProps['actionData'] }) {
  const t = useT();
  const locale = useLocale();
  const refused = useRefusedForm(answer !== undefined && 'refusal' in answer ? answer : undefined);
  if (answer === undefined) return null;
  if ('refusal' in answer) return <FormErrors errors={refused.errors} />;
  return (
    <Notice meaning="good" live>
      {answer.postponedUntil === null
        ? t('dashboard.resumed')
        : t('dashboard.postponedDone', { on: formatOnDate(answer.postponedUntil, locale) })}
    </Notice>
  );
}

function Coming({ coming }: { coming: Account['todo']['coming'] }) {
  const t = useT();
  return (
    <Section
      title={t('dashboard.coming')}
      frame="plain"
      actions={<ButtonLink to={paths.deadlines()}>{t('dashboard.allDeadlines')}</ButtonLink>}
    >
      {coming.length === 0 ? (
        <p>{t('dashboard.comingEmpty')}</p>
      ) : (
        <RowList label={t('dashboard.coming')}>
          {coming.map((deadline) => (
            <DeadlineItem
              key={[deadline.kind, deadline.link, deadline.at].join(' ')}
              deadline={deadline}
              withAction={false}
            />
          ))}
        </RowList>
      )}
    </Section>
  );
}

function People({ people }: { people: Account['people'] }) {
  const t = useT();
  const locale = useLocale();
  return (
    <Section title={t('dashboard.people')}>
      <p>
        {t('dashboard.peopleText', {
          total: formatCount(people.total, locale),
          administrators: people.administratorCount,
          waiting: people.notActivatedCount,
        })}
      </p>
      <p>
        <Link to={paths.users()}>{t('dashboard.usersTile')}</Link>
      </p>
    </Section>
  );
}

function RunningOrders({ orders }: { orders: Account['runningOrders'] }) {
  const t = useT();
  if (orders.length === 0) return null;
  return (
    <Section title={t('dashboard.orders')} frame="plain">
      <RowList label={t('dashboard.orders')}>
        {orders.map(({ orderId, number, kind, name, seatCount, lineCount, status, placedAt }) => (
          <li key={orderId} className={css.order}>
            <span>
              <strong>{t('dashboard.orderContent', { name, seats: seatCount, more: lineCount - 1 })}</strong>
              <br />
              {t('dashboard.orderKind', { kind })} ·{' '}
              <Link to={paths.order(orderId)}>{t('dashboard.openOrder', { number })}</Link>
            </span>
            <DateText at={placedAt} withTime />
            <Status meaning={status === 'stuck' ? 'attention' : 'information'}>
              {t('dashboard.orderState', { status })}
            </Status>
          </li>
        ))}
      </RowList>
    </Section>
  );
}

function Services({ services }: { services: Shown['services'] }) {
  const t = useT();
  const may = useMay();
  const seesSeats = may('licences.assign') || may('subscriptions.read');
  return (
    <Section title={t('dashboard.services')} frame="plain">
      {services.length === 0 ? (
        <EmptyState
          icon="service"
          title={t('dashboard.noServices')}
          action={
            may('catalogue.read') ? (
              <ButtonLink to={paths.marketplace()}>{t('dashboard.toMarketplace')}</ButtonLink>
            ) : undefined
          }
        >
          {t(seesSeats ? 'dashboard.noServicesAdmin' : 'dashboard.noServicesUser')}
        </EmptyState>
      ) : (
        <div className={css.tiles}>
          {services.map((service) => (
            <Tile
              key={service.serviceId}
              title={service.name}
              to={paths.service(service.serviceId)}
              icon="service"
              status={<ServiceState service={service} />}
            >
              {seesSeats ? (
                <Seats usedCount={service.assignedCount} ownedCount={service.seatCount} />
              ) : (
                t('dashboard.tile.mine')
              )}
            </Tile>
          ))}
        </div>
      )}
    </Section>
  );
}

/** The work of somebody who manages users and does not see costs. */
function UserTiles() {
  const t = useT();
  return (
    <Section title={t('dashboard.people')} frame="plain">
      <div className={css.tiles}>
        <Tile title={t('dashboard.usersTile')} to={paths.users()} icon="people">
          {t('dashboard.usersTileText')}
        </Tile>
        <Tile title={t('dashboard.newUserTile')} to={paths.newUser()} icon="add">
          {t('dashboard.newUserTileText')}
        </Tile>
      </div>
    </Section>
  );
}

/** Status of a service, where it is not simply running. */
function ServiceState({ service: { status, isTrial } }: { service: Shown['services'][number] }) {
  const t = useT();
  if (status === 'suspended') return <Status meaning="attention">{t('dashboard.tile.suspended')}</Status>;
  if (status === 'expired') return <Status meaning="attention">{t('dashboard.tile.expired')}</Status>;
  return isTrial ? <Status meaning="information">{t('dashboard.tile.trial')}</Status> : null;
}
