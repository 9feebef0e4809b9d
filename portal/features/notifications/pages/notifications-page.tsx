import { Form, redirect } from 'react-router';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { ButtonLink } from '#ui/button-link.tsx';
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
import { sentencesOf } from '../sentences.ts';
import type { Route } from './+types/notifications-page.ts';
import css from './notifications-page.module.css';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const { page, pageSize } = readTableQuery(new URL(args.request.url).searchParams, { sortKeys: ['createdAt'] });
    return { page, pageSize, ...(await caller.call(listNotifications, { page, pageSize })) };
  });

/** Opening a notification marks it as read and redirects to the page about its event. */
export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    if (form.get('intent') === 'allRead') {
      await caller.call(markAllRead, {});
      return redirect(paths.notifications());
    }
    const { link } = await caller.call(markRead, { notificationId: String(form.get('notificationId') ?? '') });
    return redirect(link ?? paths.notifications());
  });

type Notification = Route.ComponentProps['loaderData']['items'][number];

export default function NotificationsPage({ loaderData }: Route.ComponentProps) {
  const t = useT();
  const { items, unreadCount, total, page, pageSize } = loaderData;
  return (
    <>
      <PageHeader
        title={t('notifications.title')}
        facts={[t('notifications.unread', { count: unreadCount })]}
        actions={
          <>
            {unreadCount === 0 ? null : (
              <Form method="post">
                <SubmitButton appearance="secondary" name="intent" value="allRead">
                  {t('notifications.markAllRead')}
                </SubmitButton>
              </Form>
            )}
            <ButtonLink to={paths.notificationChoices()} appearance="quiet">
              {t('notifications.choices.link')}
            </ButtonLink>
          </>
        }
      />
      {total === 0 ? (
        <EmptyState icon="bell" title={t('notifications.none')}>
          {t('notifications.noneText')}
        </EmptyState>
      ) : (
        <>
          <RowList label={t('notifications.list')}>
            {items.map((notification) => (
              <NotificationRow key={notification.id} notification={notification} />
            ))}
          </RowList>
          <Pagination page={page} pageSize={pageSize} total={total} />
        </>
      )}
    </>
  );
}

function NotificationRow({ notification }: { notification: Notification }) {
  const t = useT();
  const { earlier } = notification;
  const { title, text } = sentencesOf(t, notification);
  const isUnread = [notification, ...earlier].some((one) => one.isUnread);
  return (
    <li className={css.row} data-unread={isUnread}>
      <div className={css.sentences}>
        <Form method="post">
          <input type="hidden" name="notificationId" value={notification.id} />
          <button type="submit" className={css.title}>
            {title}
          </button>
          <p className={css.text}>{text}</p>
        </Form>
        {earlier.length === 0 ? null : <Earlier entries={earlier} />}
      </div>
      <div className={css.aside}>
        {isUnread ? <Status meaning="information">{t('notifications.isNew')}</Status> : null}
        <DateText at={notification.createdAt} withTime />
      </div>
    </li>
  );
}

/** The earlier notifications about the same order, folded. */
function Earlier({ entries }: { entries: Notification['earlier'] }) {
  const t = useT();
  return (
    <details className={css.earlier}>
      <summary>{t('notifications.earlier', { count: entries.length })}</summary>
      <ul>
        {entries.map((entry) => (
          <li key={entry.id}>
            {sentencesOf(t, entry).text} <DateText at={entry.createdAt} withTime />
          </li>
        ))}
      </ul>
    </details>
  );
}
