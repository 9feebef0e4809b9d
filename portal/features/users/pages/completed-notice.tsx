import { useSearchParams } from 'react-router';
import { useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';

const COMPLETED_ACTIONS = [
  'created',
  'createdWithMail',
  'edited',
  'editedToConfirm',
  'confirmationSent',
  'addressChangeCancelled',
  'password',
  'activation',
  'disabled',
  'enabled',
  'unlocked',
  'factorReset',
  'roles',
  'removed',
  'servicesAssigned',
  'serviceWithdrawn',
] as const;

export type CompletedAction = (typeof COMPLETED_ACTIONS)[number];

/** The address of a page that then confirms a completed action. */
export function withCompleted(path: string, action: CompletedAction): string {
  return `${path}?done=${action}`;
}

/** Confirms the action that the address of the page names, if any. */
export function CompletedNotice() {
  const t = useT();
  const [search] = useSearchParams();
  const completed = COMPLETED_ACTIONS.find((action) => action === search.get('done'));
  if (completed === undefined) return null;
  return (
    <Notice meaning="good" live>
      {t(`users.done.${completed}`)}
    </Notice>
  );
}
