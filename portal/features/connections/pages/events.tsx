import { Form } from 'react-router';
import { CopyableId } from '#ui/copyable-id.tsx';
import { DataTable } from '#ui/data-table.tsx';
import { DateText } from '#ui/date-text.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Facts } from '#ui/facts.tsx';
import { useT } from '#ui/i18n.ts';
import { Section } from '#ui/section.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import type { Route } from './+types/connection-page.ts';
import css from './connection-page.module.css';

type Event = Route.ComponentProps['loaderData']['connection']['events'][number];

type EventsProps = Readonly<{ events: readonly Event[]; eventsUrl: string; manages: boolean }>;

/** The registration for events, and those that came. */
export function Events({ events, eventsUrl, manages }: EventsProps) {
  const t = useT();
  return (
    <Section
      title={t('connections.events.title')}
      intro={t('connections.events.intro')}
      actions={
        manages ? (
          <Form method="post" className={css.buttons} preventScrollReset>
            <SubmitButton name="register" value="yes" appearance="secondary">
              {t('connections.events.register')}
            </SubmitButton>
            <SubmitButton name="test" value="yes" appearance="secondary">
              {t('connections.events.test')}
            </SubmitButton>
          </Form>
        ) : undefined
      }
    >
      <div className={css.page}>
        <Facts
          facts={[
            {
              term: t('connections.events.address'),
              value: <CopyableId value={eventsUrl} label={t('connections.events.address')} />,
            },
          ]}
        />
        <DataTable
          caption={t('connections.events.list')}
          rows={events}
          rowKey={(event) => `${event.receivedAt} ${event.name} ${event.resource}`}
          empty={<EmptyState icon="link" title={t('connections.events.none')} />}
          columns={[
            { key: 'name', header: t('connections.events.name'), cell: (event) => event.name },
            {
              key: 'resource',
              header: t('connections.events.resource'),
              cell: (event) => <span className={css.address}>{event.resource}</span>,
            },
            {
              key: 'receivedAt',
              header: t('connections.events.receivedAt'),
              phone: 'end',
              cell: (event) => <DateText at={event.receivedAt} withTime relative={false} />,
            },
          ]}
        />
      </div>
    </Section>
  );
}
