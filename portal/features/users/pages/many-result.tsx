import { ButtonLink } from '#ui/button-link.tsx';
import { useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { paths } from '#ui/paths.ts';
import type { ManyActionName } from './many-actions.ts';
import { OutcomeSection, peopleWith, type ShownOutcome } from './many-outcomes.tsx';
import css from './user-form.module.css';

/** What was done, and what was not for whom. */
export function ManyResult({ name, people }: { name: ManyActionName; people: readonly ShownOutcome[] }) {
  const t = useT();
  const done = peopleWith('done', people);
  const refused = peopleWith('refused', people);
  const unchanged = peopleWith('unchanged', people);
  return (
    <div className={css.page}>
      <Notice meaning={refused.length > 0 ? 'attention' : 'good'} live>
        {t('users.many.result', { done: done.length, refused: refused.length })}
      </Notice>
      <OutcomeSection title={t('users.many.doneFor', { count: done.length })} people={done} />
      <OutcomeSection title={t('users.many.refused', { count: refused.length })} people={refused} />
      <OutcomeSection title={t(`users.many.already.${name}`, { count: unchanged.length })} people={unchanged} />
      <div className={css.buttons}>
        <ButtonLink to={paths.users()} appearance="primary">
          {t('users.many.back')}
        </ButtonLink>
      </div>
    </div>
  );
}
