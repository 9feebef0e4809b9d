import type { MailContent } from '#platform/mail.server.ts';
import type { Translate } from '#ui/i18n.ts';

type Facts = Readonly<{ firstName: string; name: string; accountName: string; url: string }>;

/** A service was taken from the reader. */
export function serviceTakenMail(t: Translate, { firstName, name, accountName, url }: Facts): MailContent {
  return {
    kind: 'licences.taken',
    subject: t('licences.takenMail.subject', { name }),
    lead: t('licences.takenMail.lead', { firstName, name, accountName }),
    paragraphs: [t('licences.takenMail.text')],
    button: { label: t('licences.takenMail.button', { name }), url },
    why: t('licences.serviceMail.why', { accountName }),
  };
}
