import { Form, redirect, useSearchParams } from 'react-router';
import { NOTIFICATION_TOPICS } from '#features/users/users.ts';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { RadioCards } from '#ui/radio-cards.tsx';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { MailRhythm } from '../choices.ts';
import { getChoices } from '../get-choices.ts';
import { setChoices } from '../set-choices.ts';
import type { Route } from './+types/choices-page.ts';
import css from './choices-page.module.css';

export const loader = (args: Route.LoaderArgs) => answerPage(args, (caller) => caller.call(getChoices, {}));

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    await caller.call(setChoices, {
      topics: NOTIFICATION_TOPICS.map((topic) => ({
        topic,
        inBell: form.has(`bell.${topic}`),
        byMail: form.has(`mail.${topic}`),
      })),
      mails: MailRhythm.catch('atOnce').parse(form.get('mails')),
    });
    return redirect(`${paths.notificationChoices()}?done=saved`);
  });

/** How the reader is notified: what about, where, and how often by mail. */
export default function ChoicesPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const refused = useRefusedForm(actionData);
  const [search] = useSearchParams();
  return (
    <>
      <PageHeader
        title={t('notifications.choices.title')}
        facts={[t('notifications.choices.intro')]}
        crumbs={[
          { label: t('signIn.profile.title'), to: paths.profile() },
          { label: t('notifications.choices.title') },
        ]}
      />
      {search.get('done') === 'saved' && actionData === undefined ? (
        <Notice meaning="good" live>
          {t('notifications.choices.saved')}
        </Notice>
      ) : null}
      <FormErrors errors={refused.errors} />
      <Form method="post" className={css.form}>
        <Section title={t('notifications.choices.topics')} intro={t('notifications.choices.topicsIntro')}>
          <TopicTable topics={loaderData.topics} />
        </Section>
        <Section title={t('notifications.choices.mails')}>
          <RadioCards
            name="mails"
            label={t('notifications.choices.mailsField')}
            defaultValue={loaderData.mails}
            cards={(['atOnce', 'daily'] as const).map((value) => ({
              value,
              title: t(`notifications.choices.rhythm.${value}`),
              description: t(`notifications.choices.rhythmHint.${value}`),
            }))}
          />
        </Section>
        <div className={css.actions}>
          <SubmitButton appearance="primary">{t('notifications.choices.save')}</SubmitButton>
          <ButtonLink to={paths.notifications()} appearance="quiet">
            {t('notifications.choices.open')}
          </ButtonLink>
        </div>
      </Form>
    </>
  );
}

function TopicTable({ topics }: Pick<Route.ComponentProps['loaderData'], 'topics'>) {
  const t = useT();
  return (
    <table className={css.topics}>
      <thead>
        <tr>
          <th scope="col">{t('notifications.choices.about')}</th>
          <th scope="col">{t('notifications.choices.bell')}</th>
          <th scope="col">{t('notifications.choices.mail')}</th>
        </tr>
      </thead>
      <tbody>
        {topics.map(({ topic, inBell, byMail }) => (
          <tr key={topic}>
            <TopicName topic={topic} />
            <ChannelCell name={`bell.${topic}`} channel="bell" topic={topic} isOn={inBell} />
            <ChannelCell name={`mail.${topic}`} channel="mail" topic={topic} isOn={byMail} />
          </tr>
        ))}
        <tr>
          <TopicName topic="security" />
          <td colSpan={2}>{t('notifications.choices.always')}</td>
        </tr>
      </tbody>
    </table>
  );
}

type Topic = Route.ComponentProps['loaderData']['topics'][number]['topic'];

function TopicName({ topic }: { topic: Topic | 'security' }) {
  const t = useT();
  return (
    <th scope="row">
      {t(`notifications.topic.${topic}`)}
      <span className={css.hint}>{t(`notifications.topicHint.${topic}`)}</span>
    </th>
  );
}

type ChannelCellProps = { name: string; channel: 'bell' | 'mail'; topic: Topic; isOn: boolean };

function ChannelCell({ name, channel, topic, isOn }: ChannelCellProps) {
  const t = useT();
  const label = `${t(`notifications.topic.${topic}`)}: ${t(`notifications.choices.${channel}`)}`;
  return (
    <td>
      <input type="checkbox" name={name} defaultChecked={isOn} aria-label={label} className={css.box} />
    </td>
  );
}
