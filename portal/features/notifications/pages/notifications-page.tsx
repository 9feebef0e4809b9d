import { Form, redirect } from 'react-router';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { DateText } from '#ui/date-text.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { useT } from '#ui/i18n.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { Pagination } from '#ui/pagination.tsx';
import { paths } from '#ui/paths.ts';
import { RowList } from '#ui/row-list.tsx';
import { Status } from '#ui/status.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { readTableQuery } from '#ui/table-query.ts';
import { listNotifications } from '../list-notifications.ts';
import { markAllRead } from '../mark-all-read.ts';
import { markRead } from '../mark-read.ts';
import type { Route } from './+types/notifications-page.ts';
import css from './notifications-page.module.css';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const { page, pageSize } = readTableQuery(new URL(args.request.url).searchParams, { sortKeys: ['createdAt'] });
    return { page, pageSize, ...(await caller.call(listNotifications, { page, pageSize })) };
  });

/** Opening a notification marks it as read and leads to what it tells of. */
export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    if (form.get('intent') === 'allRead') {
      await caller.call(markAllRead, {});
      return redirect(paths.notifications());
    }
    const { link } = await caller.call(markRead, { notificationId: String(form.get('notificationId') ?? '') });
    return redirect(link ?? paths.notifications());
  });

type News = Route.ComponentProps['loaderData']['notifications'][number];

export default function NotificationsPage({ loaderData }: Route.ComponentProps) {
  const t = useT();
  const { notifications, unreadCount, total, page, pageSize } = loaderData;
  return (
    <>
      <PageHeader
        title={t('notifications.title')}
        facts={[t('notifications.unread', { count: unreadCount })]}
        actions={
          unreadCount === 0 ? null : (
            <Form method="post">
              <SubmitButton variant="secondary" name="intent" value="allRead">
                {t('notifications.markAllRead')}
              </SubmitButton>
            </Form>
          )
        }
      />
      {total === 0 ? (
        <EmptyState icon="bell" title={t('notifications.none')}>
          {t('notifications.noneText')}
        </EmptyState>
      ) : (
        <>
          <RowList label={t('notifications.list')}>
            {notifications.map((news) => (
              <NewsRow key={news.id} news={news} />
            ))}
          </RowList>
          <Pagination page={page} pageSize={pageSize} total={total} />
        </>
      )}
    </>
  );
}

function NewsRow({ news }: { news: News }) {
  const t = useT();
  // A stored kind was checked by its type when it was told; here it is a text.
  const say = t as (key: string, facts: News['facts']) => string;
  const sentence = (part: 'title' | 'text') => say(`notifications.kind.${news.kind}.${part}`, news.facts);
  return (
    <li className={css.row} data-unread={news.isUnread}>
      <Form method="post" className={css.words}>
        <input type="hidden" name="notificationId" value={news.id} />
        <button type="submit" className={css.title}>
          {sentence('title')}
        </button>
        <p className={css.text}>{sentence('text')}</p>
      </Form>
      <div className={css.aside}>
        {news.isUnread ? <Status meaning="information">{t('notifications.isNew')}</Status> : null}
        <DateText at={news.createdAt} withTime />
      </div>
    </li>
  );
}
