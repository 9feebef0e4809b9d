import { useT } from '#ui/i18n.ts';
import type { RefusedForm } from '#ui/refused-form.ts';
import { TextField } from '#ui/text-field.tsx';

type Props = {
  details: Readonly<{ recipientCode: string | null; certifiedEmail: string | null }>;
  refused: RefusedForm;
};

/** Where electronic invoices are delivered. */
export function DeliveryFields({ details, refused }: Props) {
  const t = useT();
  return (
    <>
      <TextField
        name="recipientCode"
        label={t('billing.details.recipientCode')}
        description={t('billing.details.recipientCodeHint')}
        defaultValue={refused.typed('recipientCode') ?? details.recipientCode ?? undefined}
        error={refused.errorOf('recipientCode')}
        spellCheck={false}
        optional
      />
      <TextField
        name="certifiedEmail"
        type="email"
        label={t('billing.details.certifiedEmail')}
        description={t('billing.details.certifiedEmailHint')}
        defaultValue={refused.typed('certifiedEmail') ?? details.certifiedEmail ?? undefined}
        error={refused.errorOf('certifiedEmail')}
        optional
      />
    </>
  );
}
