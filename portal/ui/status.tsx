import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import { MEANING_ICONS, type Meaning } from './meaning.ts';
import css from './status.module.css';

/** A state as a word, with the colour and shape of its meaning. */
export function Status({ meaning, children }: { meaning: Meaning; children: ReactNode }) {
  return (
    <span className={css.status} data-meaning={meaning}>
      <Icon name={MEANING_ICONS[meaning]} size={14} />
      <span>{children}</span>
    </span>
  );
}
