import type { MailContent } from '#platform/mail.server.ts';
import type { Translate } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';

/** Why orders wait for the administrators, and no longer for the signatory. */
export type StopReason = 'declined' | 'expired' | 'refused' | 'renewal';

/** To the administrators: orders wait until they have acted. */
export function acceptanceStoppedMail(
  t: Translate,
  given: { reason: StopReason; name: string; domain: string; tenantId: string; publicUrl: string },
): MailContent {
  const { reason, name, domain } = given;
  return {
    kind: 'tenants.acceptanceStopped',
    subject: t(`tenants.acceptanceStoppedMail.${reason}.subject`, { name, domain }),
    lead: t(`tenants.acceptanceStoppedMail.${reason}.lead`, { name, domain }),
    paragraphs: [t('tenants.acceptanceStoppedMail.ordersWait')],
    button: {
      label: t('tenants.acceptanceStoppedMail.open'),
      url: `${given.publicUrl}${paths.agreement(given.tenantId)}`,
    },
    why: t('tenants.acceptanceStoppedMail.why'),
  };
}
