import { useT } from '#ui/i18n.ts';
import type { Meaning } from '#ui/meaning.ts';
import { Status } from '#ui/status.tsx';
import type { UserHint, UserStatus } from '../rules.ts';

const MEANINGS: Record<UserStatus, Meaning> = {
  ready: 'good',
  locked: 'danger',
  notActivated: 'attention',
  disabled: 'neutral',
};

/** A person's status in the guide's word, and what is missing beside it. */
export function UserStatusText({ user }: { user: { status: UserStatus; hint: UserHint | null } }) {
  const t = useT();
  return (
    <>
      <Status meaning={MEANINGS[user.status]}>{t(`users.status.${user.status}`)}</Status>
      {user.hint === null ? null : (
        <>
          {' '}
          <Status meaning="attention">{t(`users.hint.${user.hint}`)}</Status>
        </>
      )}
    </>
  );
}
