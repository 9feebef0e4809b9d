import { type ReactNode, useId } from 'react';
import { Button } from './button.tsx';
import css from './disabled-action.module.css';

type DisabledActionProps = {
  label: string;
  /** Why it cannot be done, since when, in a sentence. */
  reason: ReactNode;
  /** What is possible instead, with its link or button. */
  alternative?: ReactNode;
  caps?: boolean;
};

/** An action that is not possible now: it stays where it was, takes the focus, and says why. */
export function DisabledAction({ label, reason, alternative, caps = false }: DisabledActionProps) {
  const reasonId = useId();
  return (
    <div className={css.action}>
      <Button caps={caps} aria-disabled="true" aria-describedby={reasonId}>
        {label}
      </Button>
      <p id={reasonId} className={css.reason}>
        {reason}
      </p>
      {alternative}
    </div>
  );
}
