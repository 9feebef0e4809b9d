import { findPerson, listAdministrators, mailNews, type PersonRow } from '#features/sign-in/sign-in.ts';
import type { AccountId, PersonId } from '#platform/ids.ts';
import type { MailContent } from '#platform/mail.server.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import type { Facts } from '#platform/refusal.ts';
import type { MessageKey, Translate } from '#ui/i18n.ts';
import { notification } from './tables.ts';

type KindOf<Key> = Key extends `notifications.kind.${infer Kind}.title` ? Kind : never;

/** What can be told: every kind whose title stands in the messages as `notifications.kind.<kind>.title`. */
export type NewsKind = KindOf<MessageKey>;

/** News for people of one account. */
export type News = Readonly<{
  accountId: AccountId;
  /** The account's administrators, one person, or both: nobody is told twice. */
  to: 'administrators' | PersonId | readonly ('administrators' | PersonId)[];
  /** The module that tells declares its title and text. */
  kind: NewsKind;
  /** Values of these sentences. */
  facts: Facts;
  /** Path within the portal. */
  link: string | null;
  /** The same news as a mail, in the reader's language; none without. */
  mail?: (t: Translate, reader: PersonRow) => MailContent;
}>;

/** Tells people of something, in the portal and by mail, in the caller's transaction. Who was removed or disabled is not told. */
export async function notify(context: OperationContext, news: News): Promise<void> {
  const { mail } = news;
  for (const reader of await readersOf(context, news)) {
    await context.tx.insert(notification).values({
      accountId: news.accountId,
      personId: reader.id,
      kind: news.kind,
      facts: news.facts,
      link: news.link,
      createdAt: context.clock.now(),
    });
    if (mail !== undefined) await mailNews(context, reader, (t) => mail(t, reader));
  }
}

async function readersOf({ tx }: OperationContext, { accountId, to }: News): Promise<PersonRow[]> {
  const readers = new Map<PersonId, PersonRow>();
  for (const target of typeof to === 'string' ? [to] : to) {
    const people =
      target === 'administrators' ? await listAdministrators(tx, accountId) : [await findPerson(tx, target)];
    for (const found of people)
      if (found !== undefined && found.accountId === accountId && found.disabledAt === null)
        readers.set(found.id, found);
  }
  return [...readers.values()];
}
