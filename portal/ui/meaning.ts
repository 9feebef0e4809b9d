import type { IconName } from './icon.tsx';

/** The four meanings of colour, used for nothing else, and `neutral` for states without an action. */
export type Meaning = 'good' | 'attention' | 'danger' | 'information' | 'neutral';

/** Never colour alone: each meaning has a shape too. */
export const MEANING_ICONS: Readonly<Record<Meaning, IconName>> = {
  good: 'check',
  attention: 'attention',
  danger: 'error',
  information: 'information',
  neutral: 'clock',
};
