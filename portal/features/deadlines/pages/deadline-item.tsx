import type { z } from 'zod';
import { ButtonLink } from '#ui/button-link.tsx';
import { DeadlineRow } from '#ui/deadline-row.tsx';
import { formatUntilInstant } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';
import { useViewer } from '#ui/viewer.tsx';
import type { listDeadlines } from '../list-deadlines.ts';

export type ShownDeadline = z.output<(typeof listDeadlines)['output']>['items'][number];

type ItemOfList = Pick<ShownDeadline, 'kind' | 'name' | 'seatCount' | 'at' | 'on' | 'cost' | 'link'> &
  Readonly<{ subscriptionId: string | null }>;

/** One deadline: what, by when, the cost of doing nothing, and its button. */
export function DeadlineItem({ deadline, withAction }: { deadline: ItemOfList; withAction: boolean }) {
  const t = useT();
  const texts = useDeadlineTexts();
  const { kind, on, cost, subscriptionId, link } = deadline;
  return (
    <DeadlineRow
      title={texts.title(deadline)}
      to={subscriptionId === null ? link : paths.subscription(subscriptionId)}
      on={on}
      consequence={texts.consequence(deadline)}
      {...(cost !== null && { cost })}
      action={withAction ? <ButtonLink to={link}>{t(`deadlines.decide.${kind}`)}</ButtonLink> : undefined}
    />
  );
}

/** The sentences of a deadline in the reader's language. */
export function useDeadlineTexts() {
  const t = useT();
  const locale = useLocale();
  const { timeZone } = useViewer();
  return {
    title: ({ kind, name, seatCount }: Pick<ShownDeadline, 'kind' | 'name' | 'seatCount'>) =>
      t(`deadlines.title.${kind}`, { name, seatCount: seatCount ?? 0 }),
    consequence: ({ kind, seatCount, at }: Pick<ShownDeadline, 'kind' | 'seatCount' | 'at'>) =>
      t(`deadlines.consequence.${kind}`, {
        seatCount: seatCount ?? 0,
        until: formatUntilInstant(at, timeZone, locale),
      }),
  };
}
