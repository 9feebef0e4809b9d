import { and, desc, eq, gte, inArray, lt, notInArray, or, type SQL, sql } from 'drizzle-orm';
import { namesOfImpersonators } from '#features/sign-in/sign-in.ts';
import { namesOfPeople, person } from '#features/users/users.ts';
import type { Tx } from '#platform/database.server.ts';
import { type AccountId, PersonId } from '#platform/ids.ts';
import { likePattern } from '#platform/like-pattern.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { auditRecord } from '#platform/tables.ts';
import { AUDIT_EVENTS, AUDIT_KINDS, QUIET_EVENTS } from './events.ts';
import type { RecordRequest, ShownRecord } from './record-schema.ts';
import { authorText, eventText, translateFor } from './record-words.ts';

type Row = typeof auditRecord.$inferSelect;

/**
 * Records of an account, the newest first, from a place on: the next ones are found by the last one's time and id, so
 * that records which are added meanwhile move nothing, and the last page costs no more than the first.
 *
 * @throws Refusal `audit.cursorInvalid`
 */
export async function findRecords(context: OperationContext, accountId: AccountId, request: RecordRequest) {
  const { tx } = context;
  const rows = await tx
    .select()
    .from(auditRecord)
    .where(
      and(
        eq(auditRecord.accountId, accountId),
        request.everything ? undefined : notInArray(auditRecord.event, [...QUIET_EVENTS]),
        request.kinds.length === 0 ? undefined : ofKinds(request.kinds),
        request.personId === null ? undefined : concerns(request.personId),
        request.from === null ? undefined : gte(auditRecord.createdAt, Temporal.Instant.from(request.from)),
        request.before === null ? undefined : lt(auditRecord.createdAt, Temporal.Instant.from(request.before)),
        request.after === null ? undefined : isAfter(request.after),
        ...request.search
          .split(/\s+/)
          .filter((word) => word !== '')
          .map((word) => mentions(context, accountId, word)),
      ),
    )
    .orderBy(desc(auditRecord.createdAt), desc(auditRecord.id))
    .limit(request.limit + 1);
  const shown = rows.slice(0, request.limit);
  const last = shown.at(-1);
  return {
    items: await shownRecords(context, accountId, shown),
    next: rows.length > request.limit && last !== undefined ? `${last.createdAt} ${last.id}` : null,
  };
}

function ofKinds(kinds: RecordRequest['kinds']): SQL {
  const modules: readonly string[] = kinds.flatMap((kind) => AUDIT_KINDS[kind]);
  return inArray(sql`split_part(${auditRecord.event}, '.', 1)`, [...modules]);
}

/** What a person did, what was done in the person's place, and what was done to the person. */
function concerns(personId: PersonId): SQL | undefined {
  return or(
    eq(auditRecord.personId, personId),
    eq(auditRecord.impersonatorId, personId),
    sql`${auditRecord.facts} ->> 'userId' = ${personId}`,
    sql`${auditRecord.facts} ->> 'personId' = ${personId}`,
  );
}

function isAfter(cursor: string): SQL {
  const [, at = '', id = ''] = /^(\d{4}-[\d:T.-]+Z) (\S+)$/.exec(cursor) ?? [];
  if (!PersonId.safeParse(id).success) throw new Refusal('audit.cursorInvalid');
  return sql`(${auditRecord.createdAt}, ${auditRecord.id}) < (${at}::timestamptz, ${id}::uuid)`;
}

/** A word of the event's sentence in either language, of a value, or of the name of a person who acted or is meant. */
function mentions({ services }: OperationContext, accountId: AccountId, word: string): SQL | undefined {
  const pattern = likePattern(word);
  const wanted = word.toLowerCase();
  const events = AUDIT_EVENTS.filter((event) =>
    Object.values(services.translators).some((t) => eventText(t, { event, facts: {} }).toLowerCase().includes(wanted)),
  );
  const named = sql`(select ${person.id} from ${person} where ${person.accountId} = ${accountId}
    and (${person.firstName} || ' ' || ${person.lastName} || ' ' || coalesce(${person.login}, '')) ilike ${pattern})`;
  return or(
    events.length === 0 ? undefined : inArray(auditRecord.event, events),
    sql`exists (select from jsonb_each_text(${auditRecord.facts}) as fact where fact.value ilike ${pattern})`,
    sql`${auditRecord.personId} in ${named}`,
    sql`coalesce(${auditRecord.facts} ->> 'userId', ${auditRecord.facts} ->> 'personId')
      in (select id::text from ${named} as found (id))`,
  );
}

async function shownRecords(
  context: OperationContext,
  accountId: AccountId,
  rows: readonly Row[],
): Promise<ShownRecord[]> {
  const { tx } = context;
  const t = await translateFor(context);
  const ids = rows.flatMap((row) => [row.personId, row.impersonatorId, meantPersonOf(row)]);
  const known = ids.filter((id) => id !== null);
  const names = await namesOfPeople(tx, known);
  const impersonators = await namesOfImpersonators(tx, known);
  const ofAccount = await peopleOfAccount(tx, accountId, known);
  return rows.map((row) => {
    const { personId, impersonatorId } = row;
    const isOwn = personId !== null && ofAccount.has(personId);
    const isByProvider = (personId !== null && !isOwn) || (impersonatorId !== null && !ofAccount.has(impersonatorId));
    const meant = meantPersonOf(row);
    const meantName = meant === null ? undefined : names.get(meant);
    const subject = meantName ?? nameIn(row);
    const author = {
      by: isOwn ? 'person' : personId !== null ? 'provider' : row.address === null ? 'portal' : 'nobody',
      personName: personId === null ? null : (names.get(personId) ?? null),
      impersonatorName:
        impersonatorId === null ? null : (names.get(impersonatorId) ?? impersonators.get(impersonatorId) ?? null),
    } as const;
    return {
      id: row.id,
      event: row.event,
      facts: row.facts,
      text: eventText(t, { event: row.event, facts: row.facts, subject }),
      author: authorText(t, author),
      ...author,
      personId: isOwn ? personId : null,
      impersonatorId,
      address: isByProvider ? null : row.address,
      requestId: row.requestId,
      createdAt: row.createdAt.toString(),
    };
  });
}

/** The person whom a record is about, beside its author. */
function meantPersonOf({ facts, personId }: Row): PersonId | null {
  const meant = PersonId.safeParse(facts.userId ?? facts.personId);
  return meant.success && meant.data !== personId ? meant.data : null;
}

/** The number, name or domain of what a record is about. */
function nameIn({ facts }: Row): string | null {
  const name = facts.number ?? facts.name ?? facts.domain ?? facts.fileName;
  return typeof name === 'string' && name !== '' ? name : null;
}

/** Of some people those of the account: the provider's staff act in it too, and their names stay the provider's. */
async function peopleOfAccount(tx: Tx, accountId: AccountId, ids: readonly PersonId[]): Promise<ReadonlySet<PersonId>> {
  if (ids.length === 0) return new Set();
  const rows = await tx
    .select({ id: person.id })
    .from(person)
    .where(and(eq(person.accountId, accountId), inArray(person.id, [...new Set(ids)])));
  return new Set(rows.map(({ id }) => id));
}
