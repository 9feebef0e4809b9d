import { findPerson } from '#features/users/users.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { LOCALES, type Translate } from '#ui/i18n.ts';
import type { RecordAuthor } from './record-schema.ts';

/** The sentences of the caller's language; those of the portal's own language without a person. */
export async function translateFor({ tx, actor, services }: OperationContext): Promise<Translate> {
  const reader = actor.personId === null ? undefined : await findPerson(tx, actor.personId);
  return services.translators[reader?.locale ?? LOCALES[0]];
}

type RecordedEvent = Readonly<{ event: string; facts: Readonly<Record<string, unknown>>; subject?: string | null }>;

/** The sentence of an audit record: the event, and whom or what it is about. An unknown event is shown as it came. */
export function eventText(t: Translate, { event, facts, subject = null }: RecordedEvent): string {
  const { name, events } = facts;
  if (event === 'subscriptions.changed' && typeof name === 'string' && typeof events === 'string') {
    const changes = events.split(',').map((kind) => t('audit.subscriptionChange', { kind }));
    return t('audit.event.subscriptionChanged', { name, changes: changes.join(', ') });
  }
  if (isGift(event) && typeof name === 'string' && subject !== null && subject !== name)
    return t(`audit.gift.${event}`, { name, person: subject });
  const text = t([`audit.event.${event}`, 'audit.event.other'], { event });
  return subject === null ? text : t('audit.sentence', { event: text, subject });
}

/** The events about a service and a person: both are named. */
const GIFTS = ['licences.assigned', 'licences.unassigned'] as const;

function isGift(event: string): event is (typeof GIFTS)[number] {
  return GIFTS.some((one) => one === event);
}

type Author = Readonly<{ by: RecordAuthor; personName: string | null; impersonatorName: string | null }>;

/** Who acted, and in whose place. */
export function authorText(t: Translate, { by, personName, impersonatorName }: Author): string {
  const own = by === 'person' || by === 'provider' ? (personName ?? t('audit.byProvider')) : t(AUTHOR_TEXTS[by]);
  return impersonatorName === null ? own : t('audit.onBehalf', { impersonatorName, personName: own });
}

const AUTHOR_TEXTS = { portal: 'audit.byPortal', nobody: 'audit.beforeSignIn' } as const;
