import { Decimal, type Money, money } from '@licence-portal/nce';
import { and, asc, isNotNull, isNull, sql } from 'drizzle-orm';
import { invoiceNumber, readOpenInvoices } from '#features/billing/billing.ts';
import { costsOf, type DEADLINE_KINDS, type FoundDeadline, refundsOf } from '#features/deadlines/deadlines.ts';
import { readLicenceUse } from '#features/licences/licences.ts';
import { person } from '#features/users/users.ts';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId } from '#platform/ids.ts';
import { paths } from '#ui/paths.ts';

/** Beside the deadlines: invoices together, licences that nobody has, people who have not activated their login. */
export const DECISION_KINDS = ['payments', 'unusedLicences', 'peopleWaiting'] as const;
export type DecisionKind = (typeof DECISION_KINDS)[number] | (typeof DEADLINE_KINDS)[number];

export type Decision = Readonly<{
  /** The same for as long as the same thing is to be decided. */
  key: string;
  kind: DecisionKind;
  /** What it is about: a subscription, the number of an invoice, a domain, a person; empty for licences. */
  name: string;
  /** How many licences, invoices or people. */
  count: number;
  /** The last moment to decide, exclusive; null where none passes. */
  at: Temporal.Instant | null;
  on: Temporal.PlainDate | null;
  subscriptionId: string | null;
  link: string;
  deadline: FoundDeadline | null;
  /** Of a decision that is no deadline: the gross sum to pay, or the net cost of a month. */
  cost: Money | null;
}>;

/** Net refund of acting now, and what doing nothing costs. */
export type DecisionMoney = Readonly<{ refund: Money | undefined; cost: Money | undefined }>;

type Owner = Readonly<{
  accountId: AccountId;
  currency: string;
  timeZone: string;
  /** Whether the reader may do something about people. */
  seesPeople: boolean;
}>;

/** Everything that somebody of the account should decide, the nearest end first, then what has none. */
export async function readDecisions(tx: Tx, deadlines: readonly FoundDeadline[], owner: Owner): Promise<Decision[]> {
  const dated = [
    ...deadlines.filter(({ kind, needsDecision }) => needsDecision && kind !== 'invoiceDue').map(ofDeadline),
    ...(await ofPayments(tx, owner)),
  ];
  const unused = await ofUnusedLicences(tx, owner);
  const waiting = owner.seesPeople ? await ofPeople(tx) : [];
  return [...dated.sort(byEnd), ...unused, ...waiting];
}

/** What decisions are worth, in their order: computed for those that are shown. */
export async function moneyOf(
  tx: Tx,
  decisions: readonly Decision[],
  now: Temporal.Instant,
): Promise<readonly DecisionMoney[]> {
  const deadlines = decisions.flatMap(({ deadline }) => (deadline === null ? [] : [deadline]));
  const costs = await costsOf(tx, deadlines, now);
  const refunds = refundsOf(deadlines, now);
  return decisions.map(({ deadline, cost }) => {
    if (deadline === null) return { refund: undefined, cost: cost ?? undefined };
    const place = deadlines.indexOf(deadline);
    return { refund: refunds[place], cost: costs[place] };
  });
}

function ofDeadline(deadline: FoundDeadline): Decision {
  const { kind, name, seatCount, at, on, subscriptionId, link } = deadline;
  // These two are asked until they are answered: their instant is that of the question.
  const isOpenEnded = kind === 'differs' || kind === 'agreementWaits';
  const what = [kind, subscriptionId ?? name];
  return {
    key: (isOpenEnded ? what : [...what, at.toString()]).join(':'),
    kind,
    name,
    count: seatCount ?? 0,
    at: isOpenEnded ? null : at,
    on: isOpenEnded ? null : on,
    subscriptionId,
    link,
    deadline,
    cost: null,
  };
}

/** The unpaid invoices are paid together. */
async function ofPayments(tx: Tx, { accountId, currency, timeZone }: Owner): Promise<Decision[]> {
  const open = (await readOpenInvoices(tx, accountId)).filter((invoice) => invoice.currency === currency);
  const [first] = open;
  if (first === undefined) return [];
  const sum = open.reduce((total, invoice) => total.plus(invoice.open), new Decimal(0));
  return [
    {
      key: ['payments', invoiceNumber(first), open.length].join(':'),
      kind: 'payments',
      name: invoiceNumber(first),
      count: open.length,
      at: first.dueOn.add({ days: 1 }).toZonedDateTime(timeZone).toInstant(),
      on: first.dueOn,
      subscriptionId: null,
      link: paths.payments(),
      deadline: null,
      cost: money(sum, currency),
    },
  ];
}

/** The licences that nobody has, together: the page lists the services that have them. */
async function ofUnusedLicences(tx: Tx, { accountId, currency }: Owner): Promise<Decision[]> {
  const { unusedCount, unusedPerMonth } = await readLicenceUse(tx, { accountId, currency, limit: 1 });
  if (!unusedPerMonth.amount.greaterThan(0)) return [];
  return [
    {
      key: ['unusedLicences', unusedCount].join(':'),
      kind: 'unusedLicences',
      name: '',
      count: unusedCount,
      at: null,
      on: null,
      subscriptionId: null,
      link: `${paths.dashboard()}#licences`,
      deadline: null,
      cost: unusedPerMonth,
    },
  ];
}

/** People who were sent a link and have not set a password. */
async function ofPeople(tx: Tx): Promise<Decision[]> {
  const [first] = await tx
    .select({
      id: person.id,
      firstName: person.firstName,
      lastName: person.lastName,
      count: sql<number>`count(*) over ()::int`,
    })
    .from(person)
    .where(
      and(
        isNull(person.removedAt),
        isNull(person.disabledAt),
        isNull(person.passwordSetAt),
        isNotNull(person.activationSentAt),
      ),
    )
    .orderBy(asc(person.activationSentAt), asc(person.id))
    .limit(1);
  if (first === undefined) return [];
  return [
    {
      key: ['peopleWaiting', first.id, first.count].join(':'),
      kind: 'peopleWaiting',
      name: `${first.firstName} ${first.lastName}`,
      count: first.count,
      at: null,
      on: null,
      subscriptionId: null,
      link: first.count === 1 ? paths.user(first.id) : paths.users(),
      deadline: null,
      cost: null,
    },
  ];
}

function byEnd(left: Decision, right: Decision): number {
  if (left.at === null || right.at === null) return (left.at === null ? 0 : 1) - (right.at === null ? 0 : 1);
  return Temporal.Instant.compare(left.at, right.at) || (left.key < right.key ? -1 : 1);
}
