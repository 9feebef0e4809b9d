import type { MailContent } from '#platform/mail.server.ts';
import type { Translate } from '#ui/i18n.ts';

/** A Microsoft account was linked to the company. */
export function tenantLinkedMail(t: Translate, { domain, url }: { domain: string; url: string }): MailContent {
  return {
    kind: 'tenants.linked',
    subject: t('tenants.linkedMail.subject', { domain }),
    lead: t('tenants.linkedMail.lead', { domain }),
    paragraphs: [t('tenants.linkedMail.notYours')],
    button: { label: t('tenants.linkedMail.open'), url },
    why: t('tenants.linkedMail.why'),
  };
}
