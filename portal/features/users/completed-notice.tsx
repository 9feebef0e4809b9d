import { useSearchParams } from 'react-router';
import { useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';

const DEEDS = [
  'created',
  'createdWithMail',
  'edited',
  'password',
  'activation',
  'disabled',
  'enabled',
  'unlocked',
  'role',
  'removed',
] as const;

export type Deed = (typeof DEEDS)[number];

/** The same page after a deed, which it then tells of. */
export function afterDeed(path: string, deed: Deed): string {
  return `${path}?done=${deed}`;
}

/** What has just been done, where the address says so. */
export function DoneNotice() {
  const t = useT();
  const [search] = useSearchParams();
  const done = DEEDS.find((deed) => deed === search.get('done'));
  if (done === undefined) return null;
  return (
    <Notice meaning="good" live>
      {t(`users.done.${done}`)}
    </Notice>
  );
}
