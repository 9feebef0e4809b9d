import { Form } from 'react-router';
import { Facts } from '#ui/facts.tsx';
import { useLocale, useT } from '#ui/i18n.ts';
import type { RefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import css from '../provider-page.module.css';
import type { ProviderOrder } from './provider-order.ts';

/** The one action that an order waits for from the provider; nothing when it waits for none. */
export function PendingAction({ order, refused }: { order: ProviderOrder; refused: RefusedForm }) {
  const waitsForProvider = order.steps.some(({ waitingOn }) => waitingOn === 'provider');
  if (order.status === 'awaitingApproval') return <ApprovalForm refused={refused} />;
  if (order.status === 'stuck') return <StuckForm />;
  if (order.status === 'running' && waitsForProvider) return <ManualTaskForm order={order} refused={refused} />;
  return null;
}

function ApprovalForm({ refused }: { refused: RefusedForm }) {
  const t = useT();
  return (
    <Section title={t('provider.approval.title')} intro={t('provider.approval.text')}>
      <Form method="post" className={css.form}>
        <TextField
          name="note"
          label={t('provider.approval.note')}
          description={t('provider.approval.noteHelp')}
          defaultValue={refused.typed('note')}
          error={refused.errorOf('note')}
          maxLength={500}
          optional
        />
        <div className={css.buttons}>
          <SubmitButton name="intent" value="approve">
            {t('provider.approval.approve')}
          </SubmitButton>
          <SubmitButton name="intent" value="decline" appearance="danger">
            {t('provider.approval.decline')}
          </SubmitButton>
        </div>
      </Form>
    </Section>
  );
}

function StuckForm() {
  const t = useT();
  return (
    <Section title={t('provider.stuck.title')} intro={t('provider.stuck.text')}>
      <Form method="post" className={css.buttons}>
        <SubmitButton name="intent" value="retry">
          {t('provider.stuck.retry')}
        </SubmitButton>
        <SubmitButton name="intent" value="giveUp" appearance="danger">
          {t('provider.stuck.giveUp')}
        </SubmitButton>
      </Form>
    </Section>
  );
}

function ManualTaskForm({ order, refused }: { order: ProviderOrder; refused: RefusedForm }) {
  const t = useT();
  const locale = useLocale();
  return (
    <Section title={t('provider.manual.title')} intro={t('provider.manual.text')}>
      {order.answers.map(({ name, values }) => (
        <Facts key={name} facts={values.map(({ label, value }) => ({ term: label[locale], value }))} />
      ))}
      <Form method="post" className={css.form}>
        <TextField
          name="vendorReference"
          label={t('provider.manual.reference')}
          description={t('provider.manual.referenceHelp')}
          defaultValue={refused.typed('vendorReference')}
          error={refused.errorOf('vendorReference')}
          maxLength={100}
          optional
        />
        <div>
          <SubmitButton name="intent" value="markDone">
            {t('provider.manual.done')}
          </SubmitButton>
        </div>
      </Form>
    </Section>
  );
}
