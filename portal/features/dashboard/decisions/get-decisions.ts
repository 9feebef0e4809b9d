import { sum } from '@licence-portal/nce/money';
import { and, eq, gt } from 'drizzle-orm';
import { z } from 'zod';
import { costsOf, DEADLINE_KINDS, type FoundDeadline, refundsOf } from '#features/deadlines/deadlines.ts';
import type { Tx } from '#platform/database.server.ts';
import type { PersonId } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { DateText, InstantText, MoneyWire, moneyWire } from '#platform/wire.ts';
import { postponedDecision } from '../tables.ts';
import { latestPostponement } from './postponement.ts';
import { readAccountDecisions } from './read-account-decisions.ts';
import { DECISION_KINDS, type Decision, type DecisionMoney, moneyOf } from './read-decisions.ts';

/** Rows that the dashboard shows; the page of deadlines has the rest. */
const SHOWN_MAX = 8;
const POSTPONED_SHOWN_MAX = 20;
const COMING_SHOWN_MAX = 6;
const COMING_DAYS = 90;

const ShownDecision = z
  .object({
    key: z.string().describe('What is to be decided, for postponing it.'),
    kind: z
      .enum([...DEADLINE_KINDS, ...DECISION_KINDS])
      .describe(
        'Kind of decision: that of a deadline, or `payments` (unpaid invoices), `unusedLicences` (nobody has them) and ' +
          '`peopleWaiting` (they have not activated their login).',
      ),
    name: z
      .string()
      .describe(
        'Name of the subscription, number of the first invoice, domain, or name of a person; empty for unused licences.',
      ),
    count: z.number().int().describe('How many licences, invoices or people.'),
    at: InstantText.nullable().describe('Last instant to decide, exclusive; null where none passes.'),
    on: DateText.nullable().describe("Last day to decide, in the account's time zone; null where none passes."),
    subscriptionId: z.string().nullable().describe('Subscription that it is about; null for others.'),
    link: z.string().describe('Path of the page of the portal where it is decided.'),
    refund: MoneyWire.nullable().describe('Net refund of acting now; null where nothing is paid back.'),
    cost: MoneyWire.nullable().describe(
      'Cost of doing nothing: net; of a month for unused licences; the gross open amount of invoices. Null where there ' +
        'is none or it is not known.',
    ),
    latest: DateText.nullable().describe('Last day until which it can be postponed; null: not any more.'),
    postponedUntil: DateText.nullable().describe('Day on which the caller wants to see it again; null: not postponed.'),
  })
  .describe('One decision.');

export const getDecisions = operation({
  name: 'dashboard.getDecisions',
  description:
    'Returns what somebody of the account should decide: windows in which money can be had back, renewals, trials, ' +
    'unpaid invoices, licences that nobody has, people who have not activated their login. What the caller has ' +
    'postponed stands apart.',
  kind: 'read',
  permission: 'dashboard.read',
  input: z.object({}),
  output: z.object({
    today: DateText.describe("The day in the account's time zone."),
    decisions: z.array(ShownDecision).describe('Up to eight decisions, the nearest end first.'),
    total: z.number().int().describe('All decisions that the caller has not postponed.'),
    postponed: z.array(ShownDecision).describe('Up to twenty decisions that the caller has postponed.'),
    postponedRefund: MoneyWire.nullable().describe('Net refund that acting now on the postponed ones brings.'),
    coming: z
      .array(
        z.object({
          kind: z.enum(DEADLINE_KINDS).describe('Kind of deadline.'),
          name: z.string().describe('Name of the subscription, or number of the invoice.'),
          seatCount: z.number().int().nullable().describe('Licences that it concerns; null where it concerns none.'),
          at: InstantText.describe('Last instant, exclusive.'),
          on: DateText.describe("Last day, in the account's time zone."),
          subscriptionId: z.string().nullable().describe('Subscription; null for others.'),
          link: z.string().describe('Path of the page of the portal about it.'),
          refund: MoneyWire.nullable().describe('Net refund of acting now; null where nothing is paid back.'),
          cost: MoneyWire.nullable().describe('Cost of missing it; null where there is none or it is not known.'),
        }),
      )
      .describe('Up to six deadlines of the next 90 days that need no decision now.'),
  }),
  async run({ tx, clock, actor, accountId, personId }) {
    const now = clock.now();
    const { today, deadlines, decisions } = await readAccountDecisions(tx, { accountId, now, roles: actor.roles });
    const until = await postponedUntil(tx, personId, today);
    const isPostponed = ({ key }: Decision) => until.has(key);
    const open = decisions.filter((decision) => !isPostponed(decision));
    const shown = open.slice(0, SHOWN_MAX);
    const postponed = decisions.filter(isPostponed).slice(0, POSTPONED_SHOWN_MAX);
    const money = await moneyOf(tx, [...shown, ...postponed], now);
    const rows = [...shown, ...postponed].map((decision, index) =>
      shownDecision(decision, money[index], { today, until: until.get(decision.key) }),
    );
    const refunds = money.slice(shown.length).flatMap(({ refund }) => refund ?? []);
    const [first] = refunds;
    return {
      today: today.toString(),
      decisions: rows.slice(0, shown.length),
      total: open.length,
      postponed: rows.slice(shown.length),
      postponedRefund: first === undefined ? null : moneyWire(sum(refunds, first.currency)),
      coming: await comingOf(tx, deadlines, now),
    };
  },
});

/** The days until which the person has postponed decisions, by their keys. */
async function postponedUntil(tx: Tx, personId: PersonId, today: Temporal.PlainDate) {
  const rows = await tx
    .select({ key: postponedDecision.decisionKey, until: postponedDecision.until })
    .from(postponedDecision)
    .where(and(eq(postponedDecision.personId, personId), gt(postponedDecision.until, today)));
  return new Map(rows.map(({ key, until }) => [key, until]));
}

function shownDecision(
  { key, kind, name, count, at, on, subscriptionId, link }: Decision,
  money: DecisionMoney | undefined,
  { today, until }: Readonly<{ today: Temporal.PlainDate; until: Temporal.PlainDate | undefined }>,
): z.input<typeof ShownDecision> {
  const { refund, cost } = money ?? {};
  return {
    key,
    kind,
    name,
    count,
    at: at?.toString() ?? null,
    on: on?.toString() ?? null,
    subscriptionId,
    link,
    refund: refund ? moneyWire(refund) : null,
    cost: cost ? moneyWire(cost) : null,
    latest: latestPostponement(on, today)?.toString() ?? null,
    postponedUntil: until?.toString() ?? null,
  };
}

async function comingOf(tx: Tx, deadlines: readonly FoundDeadline[], now: Temporal.Instant) {
  const end = now.add({ hours: 24 * COMING_DAYS });
  const coming = deadlines
    .filter(
      ({ needsDecision, kind, at }) =>
        !needsDecision && kind !== 'invoiceDue' && Temporal.Instant.compare(at, end) <= 0,
    )
    .slice(0, COMING_SHOWN_MAX);
  const costs = await costsOf(tx, coming, now);
  const refunds = refundsOf(coming, now);
  return coming.map(({ kind, name, seatCount, at, on, subscriptionId, link }, index) => {
    const cost = costs[index];
    const refund = refunds[index];
    return {
      kind,
      name,
      seatCount,
      at: at.toString(),
      on: on.toString(),
      subscriptionId,
      link,
      refund: refund ? moneyWire(refund) : null,
      cost: cost ? moneyWire(cost) : null,
    };
  });
}
