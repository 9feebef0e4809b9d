import type { Facts } from '#platform/refusal.ts';
import type { Translate } from '#ui/i18n.ts';

/** Title and text of a stored notification. Its kind is checked where it is created; a stored one is a text. */
export function sentencesOf(t: Translate, { kind, facts }: Readonly<{ kind: string; facts: Facts }>) {
  const translate = t as (key: string, facts: Facts) => string;
  return {
    title: translate(`notifications.kind.${kind}.title`, facts),
    text: translate(`notifications.kind.${kind}.text`, facts),
  };
}
