import { Link, redirect } from 'react-router';
import { getToPay } from '#features/billing/billing.ts';
import { listDeadlines } from '#features/deadlines/deadlines.ts';
import { DeadlineItem } from '#features/deadlines/deadlines-ui.ts';
import { listMyServices } from '#features/licences/licences.ts';
import { answerPage } from '#platform/page.server.ts';
import { isPermitted } from '#platform/permissions.ts';
import { Bars } from '#ui/bars.tsx';
import { ButtonLink } from '#ui/button-link.tsx';
import { DateText } from '#ui/date-text.tsx';
import { DeadlineRow } from '#ui/deadline-row.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { formatCount, formatMoney, formatMonth } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { Money } from '#ui/money.tsx';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { RowList } from '#ui/row-list.tsx';
import { Seats } from '#ui/seats.tsx';
import { Section } from '#ui/section.tsx';
import { Status } from '#ui/status.tsx';
import { Tile } from '#ui/tile.tsx';
import { useMay } from '#ui/viewer.tsx';
import { getOverview } from '../get-overview.ts';
import type { Route } from './+types/dashboard-page.ts';
import css from './dashboard-page.module.css';

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
    const [{ items: deadlines }, overview, toPay] = await Promise.all([
      caller.call(listDeadlines, { pageSize: 50, withinDays: COMING_DAYS, groups: [...DASHBOARD_GROUPS] }),
      caller.call(getOverview, {}),
      caller.call(getToPay, {}),
    ]);
    return { services, account: { name: caller.signedIn.accountName, deadlines, overview, toPay } };
  });

/** Days ahead that are shown; the page of deadlines has the rest. */
const COMING_DAYS = 90;
/** Invoices to pay have a row of their own. */
const DASHBOARD_GROUPS = ['cancel', 'reduce', 'decide', 'trials', 'agreements'] as const;

type Shown = Route.ComponentProps['loaderData'];
type Account = NonNullable<Shown['account']>;
type Deadline = Account['deadlines'][number];

export default function DashboardPage({ loaderData }: Route.ComponentProps) {
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
  const decisions = account.deadlines.filter(({ needsDecision }) => needsDecision);
  const coming = account.deadlines.filter(({ needsDecision }) => !needsDecision);
  return (
    <>
      <PageHeader title={t('dashboard.title')} facts={[account.name]} />
      <Decisions decisions={decisions} toPay={account.toPay} />
      <Overview overview={account.overview} deadlineCount={account.deadlines.length} decisionCount={decisions.length} />
      <RunningOrders orders={account.overview.runningOrders} />
      <Services services={services} />
      <Coming coming={coming} />
      <Section title={t('dashboard.next12')} intro={t('dashboard.next12Intro')}>
        <Spend months={account.overview.spend.months} />
      </Section>
    </>
  );
}

function Decisions({ decisions, toPay }: { decisions: readonly Deadline[]; toPay: Account['toPay'] }) {
  const t = useT();
  const hasInvoices = toPay.invoices.length > 0;
  return (
    <Section title={t('dashboard.decisions')} frame="plain">
      {decisions.length === 0 && !hasInvoices ? (
        <Notice meaning="good" title={t('dashboard.decisionsEmpty')}>
          {t('dashboard.decisionsEmptyText')}
        </Notice>
      ) : (
        <RowList label={t('dashboard.decisions')}>
          {hasInvoices ? <ToPay toPay={toPay} /> : null}
          {decisions.map((deadline) => (
            <DeadlineItem key={keyOf(deadline)} deadline={deadline} withAction />
          ))}
        </RowList>
      )}
    </Section>
  );
}

/** The unpaid invoices in one row: how much, until when, and the page that says how to pay. */
function ToPay({ toPay }: { toPay: Account['toPay'] }) {
  const t = useT();
  const locale = useLocale();
  const { invoices, open, overdue, oldestDueOn, currency } = toPay;
  if (oldestDueOn === null) return null;
  const money = (amount: string) => formatMoney({ amount, currency }, locale);
  return (
    <DeadlineRow
      title={t('dashboard.toPay', { count: invoices.length, amount: money(open) })}
      to={paths.payments()}
      on={oldestDueOn}
      consequence={
        /[1-9]/.test(overdue) ? t('dashboard.toPayOverdue', { amount: money(overdue) }) : t('dashboard.toPayText')
      }
      action={<ButtonLink to={paths.payments()}>{t('dashboard.howToPay')}</ButtonLink>}
    />
  );
}

function Coming({ coming }: { coming: readonly Deadline[] }) {
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
            <DeadlineItem key={keyOf(deadline)} deadline={deadline} withAction={false} />
          ))}
        </RowList>
      )}
    </Section>
  );
}

function keyOf({ kind, name, subscriptionId, at }: Deadline): string {
  return [kind, subscriptionId ?? name, at].join(' ');
}

function Overview({
  overview: { licences, people, runningOrders, spend },
  deadlineCount,
  decisionCount,
}: {
  overview: Account['overview'];
  deadlineCount: number;
  decisionCount: number;
}) {
  const t = useT();
  const locale = useLocale();
  const may = useMay();
  return (
    <Section title={t('dashboard.overview')} frame="plain">
      <div className={css.tiles}>
        <Tile
          title={t('dashboard.licences')}
          to={paths.subscriptions()}
          icon="subscriptions"
          value={formatCount(licences.seatCount, locale)}
        >
          {t('dashboard.licencesText', {
            assigned: formatCount(licences.assignedCount, locale),
            subscriptions: licences.subscriptionCount,
          })}
        </Tile>
        {may('users.read') ? (
          <Tile
            title={t('dashboard.people')}
            to={paths.users()}
            icon="people"
            value={formatCount(people.total, locale)}
          >
            {t('dashboard.peopleText', {
              administrators: people.administratorCount,
              waiting: people.notActivatedCount,
            })}
          </Tile>
        ) : null}
        <Tile
          title={t('dashboard.deadlines')}
          to={paths.deadlines()}
          icon="calendar"
          value={formatCount(deadlineCount, locale)}
        >
          {t('dashboard.deadlinesText', { decisions: decisionCount })}
        </Tile>
        <Tile
          title={t('dashboard.orders')}
          to={paths.orders()}
          icon="orders"
          value={formatCount(runningOrders.length, locale)}
        >
          {t('dashboard.ordersWaiting', { count: runningOrders.length })}
        </Tile>
        <Tile title={t('dashboard.spend')} to={paths.orders()} icon="account" value={<Money value={spend.thisMonth} />}>
          {t('dashboard.spendText')}
        </Tile>
      </div>
    </Section>
  );
}

function RunningOrders({ orders }: { orders: Account['overview']['runningOrders'] }) {
  const t = useT();
  if (orders.length === 0) return null;
  return (
    <Section title={t('dashboard.orders')} frame="plain">
      <RowList label={t('dashboard.orders')}>
        {orders.map(({ orderId, number, kind, status, placedAt }) => (
          <li key={orderId} className={css.order}>
            <span>
              <Link to={paths.order(orderId)}>{t('dashboard.openOrder', { number })}</Link> ·{' '}
              {t('dashboard.orderKind', { kind })}
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

function Spend({ months }: { months: Account['overview']['spend']['months'] }) {
  const t = useT();
  const locale = useLocale();
  if (months.every(({ net }) => Number(net.amount) === 0)) return <p>{t('dashboard.next12Empty')}</p>;
  return (
    <Bars
      label={t('dashboard.next12')}
      bars={months.map(({ month, net }) => ({ key: month, label: formatMonth(month, locale), value: net }))}
    />
  );
}
