import { Form } from 'react-router';
import type { z } from 'zod';
import { DataTable } from '#ui/data-table.tsx';
import { DateText } from '#ui/date-text.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { useT } from '#ui/i18n.ts';
import type { Meaning } from '#ui/meaning.ts';
import { Notice } from '#ui/notice.tsx';
import { RadioCards } from '#ui/radio-cards.tsx';
import { Section } from '#ui/section.tsx';
import { Status } from '#ui/status.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import type { TableQuery } from '#ui/table-query.ts';
import type { listImpersonations } from '../impersonation/list-impersonations.ts';
import css from './impersonation.module.css';

type Impersonations = z.output<typeof listImpersonations.output>;
type Entry = Impersonations['items'][number];

/** The values of `intent` by which the page's action tells the forms apart. */
export const IMPERSONATION_INTENTS = { rule: 'impersonationRule', agree: 'agree', refuse: 'refuse' } as const;

/** Requests of the provider's staff that wait for an answer, each with its two buttons. */
export function ImpersonationRequests({ entries }: { entries: readonly Entry[] }) {
  const t = useT();
  return entries
    .filter(({ state }) => state === 'waiting')
    .map(({ id, impersonatorName, userName, reason, mayWrite }) => (
      <Notice
        key={id}
        meaning="attention"
        title={t('signIn.impersonations.request', { impersonatorName, userName })}
        action={
          <Form method="post" className={css.buttons}>
            <input type="hidden" name="impersonationId" value={id} />
            <SubmitButton name="intent" value={IMPERSONATION_INTENTS.agree}>
              {t('signIn.impersonations.agree')}
            </SubmitButton>
            <SubmitButton appearance="secondary" name="intent" value={IMPERSONATION_INTENTS.refuse}>
              {t('signIn.impersonations.refuse')}
            </SubmitButton>
          </Form>
        }
      >
        {t(mayWrite ? 'signIn.impersonations.requestWrite' : 'signIn.impersonations.requestRead', { reason })}
      </Notice>
    ));
}

/** Whether the provider's staff may act in the place of the account's people. */
export function ImpersonationRule({ rule }: { rule: 'allowed' | 'onRequest' | 'never' }) {
  const t = useT();
  return (
    <Section title={t('signIn.impersonations.ruleTitle')} intro={t('signIn.impersonations.ruleIntro')}>
      <Form method="post" className={css.form}>
        <RadioCards
          key={rule}
          name="rule"
          label={t('signIn.impersonations.rule')}
          defaultValue={rule}
          cards={(['allowed', 'onRequest', 'never'] as const).map((value) => ({
            value,
            title: t(`signIn.impersonations.rule.${value}`),
            description: t(`signIn.impersonations.ruleHint.${value}`),
          }))}
        />
        <div>
          <SubmitButton appearance="secondary" name="intent" value={IMPERSONATION_INTENTS.rule}>
            {t('signIn.impersonations.save')}
          </SubmitButton>
        </div>
      </Form>
    </Section>
  );
}

const MEANINGS: Record<Entry['state'], Meaning> = {
  waiting: 'attention',
  agreed: 'information',
  refused: 'neutral',
  expired: 'neutral',
  running: 'attention',
  ended: 'neutral',
};

/** Who has used the portal in the place of the account's people. */
export function ImpersonationList({ entries, query }: { entries: Impersonations; query: TableQuery }) {
  const t = useT();
  return (
    <Section title={t('signIn.impersonations.list')} frame="plain">
      <DataTable
        caption={t('signIn.impersonations.list')}
        rows={entries.items}
        rowKey={(entry) => entry.id}
        query={query}
        total={entries.total}
        empty={
          <EmptyState icon="people" title={t('signIn.impersonations.none')}>
            {t('signIn.impersonations.noneText')}
          </EmptyState>
        }
        columns={[
          {
            key: 'who',
            header: t('signIn.impersonations.who'),
            cell: (entry) => (
              <span className={css.twoLines}>
                {entry.impersonatorName}
                <span className={css.aside}>
                  {t(entry.byProvider ? 'signIn.impersonations.ofProvider' : 'signIn.impersonations.ofAccount')}
                </span>
              </span>
            ),
          },
          { key: 'asWhom', header: t('signIn.impersonations.asWhom'), cell: (entry) => entry.userName },
          {
            key: 'reason',
            header: t('signIn.impersonations.reason'),
            cell: (entry) => (
              <span className={css.twoLines}>
                {entry.reason}
                <span className={css.aside}>
                  {t(entry.mayWrite ? 'signIn.impersonations.mayWrite' : 'signIn.impersonations.readOnly')}
                </span>
              </span>
            ),
          },
          {
            key: 'when',
            header: t('signIn.impersonations.when'),
            cell: (entry) => <DateText at={entry.startedAt ?? entry.requestedAt} withTime relative={false} />,
          },
          {
            key: 'state',
            header: t('signIn.impersonations.state'),
            phone: 'end',
            cell: (entry) => (
              <Status meaning={MEANINGS[entry.state]}>{t(`signIn.impersonations.state.${entry.state}`)}</Status>
            ),
          },
        ]}
      />
    </Section>
  );
}
