import type { ReactNode } from 'react';
import { useT } from './i18n.ts';
import { Icon, type IconName } from './icon.tsx';
import css from './steps.module.css';

export type StepStatus = 'waiting' | 'running' | 'done' | 'failed' | 'skipped';

/** One step of something that takes a while. */
export type Step = Readonly<{
  key: string;
  title: string;
  status: StepStatus;
  /** The event that is awaited and from whom, or the failure and the next action. */
  detail?: ReactNode;
  /** The time of its end, or of its start while it runs. */
  when?: ReactNode;
}>;

/** Steps from top to bottom with the state of each. Changes while the page is open are read aloud. */
export function Steps({ steps, label }: { steps: readonly Step[]; label: string }) {
  const t = useT();
  const running = steps.find(({ status }) => status === 'running' || status === 'failed');
  return (
    <div>
      <ol className={css.steps} aria-label={label}>
        {steps.map(({ key, title, status, detail, when }) => (
          <li
            key={key}
            className={css.step}
            data-status={status}
            aria-current={status === 'running' ? 'step' : undefined}
          >
            <span className={css.mark}>
              {STEP_ICONS[status] === undefined ? null : <Icon name={STEP_ICONS[status]} size={14} />}
            </span>
            <div className={css.words}>
              <div className={css.heading}>
                <span className={css.title}>{title}</span>
                <span className={css.status}>{t(`ui.step.${status}`)}</span>
                {when === undefined ? null : <span className={css.when}>{when}</span>}
              </div>
              {detail === undefined ? null : <div className={css.detail}>{detail}</div>}
            </div>
          </li>
        ))}
      </ol>
      <p className="spoken-only" role="status">
        {running === undefined
          ? ''
          : t('ui.step.announcement', { title: running.title, status: t(`ui.step.${running.status}`) })}
      </p>
    </div>
  );
}

const STEP_ICONS: Readonly<Record<StepStatus, IconName | undefined>> = {
  waiting: undefined,
  running: undefined,
  done: 'check',
  failed: 'attention',
  skipped: 'remove',
};
