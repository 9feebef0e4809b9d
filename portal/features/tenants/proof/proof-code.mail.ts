import type { MailContent } from '#platform/mail.server.ts';
import type { Translate } from '#ui/i18n.ts';

/** To the administrator of a Microsoft tenant, who may have never heard of the portal: the code, and what it opens. */
export function proofCodeMail(
  t: Translate,
  given: { code: string; domain: string; companyName: string; brandName: string },
): MailContent {
  const { code, domain, companyName, brandName } = given;
  return {
    kind: 'tenants.proofCode',
    subject: t('tenants.proofMail.subject', { domain }),
    lead: t('tenants.proofMail.lead', { companyName, domain, brandName }),
    paragraphs: [t('tenants.proofMail.use', { companyName }), t('tenants.proofMail.ignore')],
    personalCode: { label: t('tenants.proofMail.code'), value: code },
    why: t('tenants.proofMail.why', { domain }),
  };
}
