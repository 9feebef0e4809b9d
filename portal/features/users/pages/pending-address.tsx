import { Form } from 'react-router';
import { formatUntilInstant } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { useViewer } from '#ui/viewer.tsx';
import css from './user-form.module.css';

/** An address that waits for its confirmation. */
export type PendingAddress = Readonly<{
  address: string;
  changesEmail: boolean;
  changesLogin: boolean;
  expiresAt: string;
  isExpired: boolean;
}>;

/** The values of `intent` by which the page's action tells the two buttons apart. */
export const PENDING_INTENTS = { resend: 'resendConfirmation', cancel: 'cancelAddressChange' } as const;

/** The address that waits for its confirmation, with the actions that send its link again and cancel it. */
export function PendingAddressNotice({ pending }: { pending: PendingAddress }) {
  const t = useT();
  const locale = useLocale();
  const { timeZone } = useViewer();
  const until = formatUntilInstant(pending.expiresAt, timeZone, locale);
  return (
    <Notice
      meaning={pending.isExpired ? 'attention' : 'information'}
      title={t('users.pending.title', { address: pending.address })}
      action={
        <Form method="post" className={css.buttons}>
          <SubmitButton appearance="secondary" name="intent" value={PENDING_INTENTS.resend}>
            {t('users.pending.resend')}
          </SubmitButton>
          <SubmitButton appearance="secondary" name="intent" value={PENDING_INTENTS.cancel}>
            {t('users.pending.cancel')}
          </SubmitButton>
        </Form>
      }
    >
      {pending.isExpired ? t('users.pending.expired') : t(`users.pending.${becomes(pending)}`, { until })}
    </Notice>
  );
}

/** What an address becomes once it is confirmed, as part of the keys of texts. */
export function becomes(change: { changesEmail: boolean; changesLogin: boolean }): 'both' | 'email' | 'login' {
  if (change.changesEmail) return change.changesLogin ? 'both' : 'email';
  return 'login';
}
