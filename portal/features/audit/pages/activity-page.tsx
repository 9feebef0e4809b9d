import { listUsers } from '#features/users/users.ts';
import { answerPage } from '#platform/page.server.ts';
import { assert } from '#platform/refusal.ts';
import { PAGE_SIZE_MAX } from '#platform/wire.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { useT } from '#ui/i18n.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { searchRecords } from '../search-records.ts';
import type { Route } from './+types/activity-page.ts';
import { addressOf, readFilters, requestOf } from './record-filters.ts';
import { RecordLog } from './record-log.tsx';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    assert(caller.signedIn !== null, 'the log is for signed-in people');
    const parameters = new URL(args.request.url).searchParams;
    const filters = readFilters(parameters);
    const found = await caller.call(searchRecords, requestOf(filters, caller.signedIn.timeZone));
    const { items: users } = await caller.call(listUsers, { pageSize: PAGE_SIZE_MAX });
    return {
      ...found,
      filters,
      people: users.map(({ id, firstName, lastName, login }) => ({ id, label: `${firstName} ${lastName} (${login})` })),
      exportTo: addressOf(paths.activityExport(), parameters, null),
    };
  });

/** "Registro attività": who did what in the account. */
export default function ActivityPage({ loaderData }: Route.ComponentProps) {
  const t = useT();
  const { filters, items, next, people, exportTo } = loaderData;
  return (
    <>
      <PageHeader
        title={t('audit.title')}
        facts={[t('audit.intro')]}
        crumbs={[{ label: t('accounts.account'), to: paths.account() }, { label: t('audit.title') }]}
        actions={
          <ButtonLink to={exportTo} reloadDocument icon="download">
            {t('audit.export')}
          </ButtonLink>
        }
      />
      <RecordLog path={paths.activity()} filters={filters} items={items} next={next} people={people} />
    </>
  );
}
