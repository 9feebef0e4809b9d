import { answerPage } from '#platform/page.server.ts';
import { rolesOfAccount } from '#platform/permissions.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { DataTable } from '#ui/data-table.tsx';
import { DateText } from '#ui/date-text.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { useT } from '#ui/i18n.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { Person } from '#ui/person.tsx';
import { listUsers } from '../manage/list-users.ts';
import { USERS_TABLE, userFiltersOf } from '../manage/user-filters.ts';
import { USER_STATUSES } from '../rules.ts';
import type { Route } from './+types/users-page.ts';
import { accountKindOf, useUsersTitle } from './account-kind.ts';
import { CompletedNotice } from './completed-notice.tsx';
import { MANY_FORM, ManyActionForm } from './many-action-form.tsx';
import { MANY_ACTIONS, OF_SERVICES } from './many-actions.ts';
import { rolesText } from './roles-text.ts';
import { UserStatusText } from './user-status.tsx';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const search = new URL(args.request.url).searchParams;
    const { query, filters } = userFiltersOf(search);
    return {
      kind: accountKindOf(caller),
      query,
      exportTo: `${paths.usersExport()}?${search}`,
      ...(await caller.call(listUsers, filters)),
    };
  });

export default function UsersPage({ loaderData }: Route.ComponentProps) {
  const t = useT();
  const { countByStatus, kind } = loaderData;
  const isStaff = kind === 'provider';
  const all = USER_STATUSES.reduce((sum, status) => sum + (countByStatus[status] ?? 0), 0);
  return (
    <>
      <PageHeader
        title={useUsersTitle(kind)}
        facts={[t(isStaff ? 'users.staff.intro' : 'users.intro', { count: all })]}
        primary={
          <ButtonLink to={paths.newUser()} appearance="primary" caps icon="add">
            {t(isStaff ? 'users.staff.add' : 'users.add')}
          </ButtonLink>
        }
        actions={<ButtonLink to={paths.roles()}>{t('users.roles.title')}</ButtonLink>}
      />
      <CompletedNotice />
      <UserTable {...loaderData} />
    </>
  );
}

function UserTable(loaded: Route.ComponentProps['loaderData']) {
  const { kind, items, total, countByStatus, countByRole, services, query, exportTo } = loaded;
  const manyActions = MANY_ACTIONS.filter((action) => services.length > 0 || !OF_SERVICES.includes(action));
  const t = useT();
  return (
    <DataTable
      caption={t('users.list')}
      rows={items}
      rowKey={(user) => user.id}
      query={query}
      total={total}
      searchLabel={t('users.search')}
      exportTo={exportTo}
      filters={[
        {
          name: USERS_TABLE.status,
          label: t('users.statusTitle'),
          options: USER_STATUSES.map((status) => ({
            value: status,
            label: t(`users.status.${status}`),
            count: countByStatus[status] ?? 0,
          })),
        },
        {
          name: USERS_TABLE.role,
          label: t('users.roleTitle'),
          options: rolesOfAccount(kind)
            .toReversed()
            .map((role) => ({ value: role, label: t(`users.role.${role}`), count: countByRole[role] ?? 0 }))
            // Most accounts have people of two of the roles.
            .filter(({ value, count }) => count > 0 || query.filters[USERS_TABLE.role]?.includes(value)),
        },
        ...(services.length === 0
          ? []
          : [
              {
                name: USERS_TABLE.service,
                label: t('users.services.title'),
                options: services.map(({ serviceId, name, userCount }) => ({
                  value: serviceId,
                  label: name,
                  count: userCount,
                })),
              },
            ]),
      ]}
      selection={{
        labelOf: (user) => t('users.many.select', { name: `${user.firstName} ${user.lastName}` }),
        form: MANY_FORM,
        actions: () => <ManyActionForm actions={manyActions} />,
      }}
      empty={
        <EmptyState icon="people" title={t('users.none')}>
          {t('users.noneText')}
        </EmptyState>
      }
      columns={[
        {
          key: 'name',
          header: t('users.name'),
          sortable: true,
          cell: (user) => (
            <Person name={`${user.firstName} ${user.lastName}`} detail={user.login} to={paths.user(user.id)} />
          ),
        },
        { key: 'role', header: t('users.roleTitle'), cell: (user) => rolesText(t, user.roles) },
        {
          key: 'status',
          header: t('users.statusTitle'),
          phone: 'end',
          cell: (user) => <UserStatusText user={user} />,
        },
        {
          key: 'createdAt',
          header: t('users.createdAt'),
          sortable: true,
          phone: 'hidden',
          cell: (user) => <DateText at={user.createdAt} relative={false} />,
        },
      ]}
    />
  );
}
