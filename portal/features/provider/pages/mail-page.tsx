import { Form, Link, redirect } from 'react-router';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { DateText } from '#ui/date-text.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { Status } from '#ui/status.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { openMail } from '../open-mail.ts';
import { sendMailAgain } from '../send-mail-again.ts';
import type { Route } from './+types/mail-page.ts';
import { MAIL_MEANINGS } from './labels.ts';
import css from './provider-page.module.css';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => ({ mail: await caller.call(openMail, { mailId: args.params.mailId }) }));

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller) => {
    const { mailId } = args.params;
    await caller.call(sendMailAgain, { mailId });
    return redirect(paths.providerMail(mailId));
  });

export default function MailPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const { mail } = loaderData;
  const refused = useRefusedForm(actionData);
  return (
    <>
      <PageHeader
        title={mail.subject}
        status={<Status meaning={MAIL_MEANINGS[mail.status]}>{t(`provider.mailStatus.${mail.status}`)}</Status>}
        facts={[
          t('provider.mail.to', { recipient: mail.recipient }),
          <Link key="customer" to={paths.providerCustomer(mail.accountId)}>
            {mail.accountName}
          </Link>,
          <DateText key="written" at={mail.createdAt} withTime />,
        ]}
        crumbs={[{ label: t('provider.outbox.title'), to: paths.providerOutbox() }, { label: mail.subject }]}
      />
      <div className={css.page}>
        <FormErrors errors={refused.errors} />
        {mail.status === 'failed' ? (
          <Notice
            meaning="danger"
            title={t('provider.mail.failed', { count: mail.attemptCount })}
            action={
              <Form method="post">
                <SubmitButton name="intent" value="sendAgain" appearance="secondary">
                  {t('provider.mail.sendAgain')}
                </SubmitButton>
              </Form>
            }
          >
            {mail.failure}
          </Notice>
        ) : null}
        <Section title={t('provider.mail.asSeen')}>
          {/* Without scripts and without our origin: what a mail says is data. */}
          <iframe
            className={css.mail}
            title={t('provider.mail.asSeen')}
            sandbox="allow-popups allow-popups-to-escape-sandbox"
            srcDoc={mail.htmlBody.replace('<head>', '<head><base target="_blank">')}
          />
        </Section>
        <Section title={t('provider.mail.asText')}>
          <pre className={css.text}>{mail.textBody}</pre>
        </Section>
      </div>
    </>
  );
}
