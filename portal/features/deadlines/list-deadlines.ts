import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { DateText, InstantText, MoneyWire, moneyWire, offsetOf, PageRequest, pageOf } from '#platform/wire.ts';
import { DEADLINE_GROUPS } from './choices.ts';
import { costsOf, readDeadlines, refundsOf } from './read-deadlines.ts';
import { DEADLINE_KINDS } from './rules.ts';

const Group = z
  .enum(DEADLINE_GROUPS)
  .describe('What it is about: `cancel`, `reduce`, `decide`, `trials`, `pay` or `agreements`.');

const ShownDeadline = z
  .object({
    kind: z
      .enum(DEADLINE_KINDS)
      .describe(
        'Kind of deadline: `windowCloses` (last moment to cancel), `seatsReturnable` (last moment to return licences ' +
          'that were added), `renews`, `ends`, `extends` (month to month because nothing was chosen), ' +
          '`extendsByChoice`, `trialBecomesPaid`, `trialEnds`, `differs` (the vendor shows something else than was ' +
          'chosen), `invoiceDue` or `agreementWaits` (the Microsoft Customer Agreement is to be accepted).',
      ),
    group: Group,
    needsDecision: z.boolean().describe('Somebody should decide now; the other deadlines are only upcoming.'),
    subscriptionId: idOf('subscription').nullable().describe('Id of the subscription; null for other deadlines.'),
    name: z.string().describe('Name of the subscription, number of the invoice, or domain of the Microsoft account.'),
    seatCount: z.number().int().nullable().describe('Licences that it concerns; null where it concerns none.'),
    at: InstantText.describe('Last instant at which something can still be decided, exclusive.'),
    on: DateText.describe("The last day, in the account's time zone."),
    link: z.string().describe('Path of the page of the portal where it is decided.'),
    refund: MoneyWire.nullable().describe(
      'Net refund of cancelling or returning now; null where nothing is paid back.',
    ),
    cost: MoneyWire.nullable().describe(
      'Cost of missing it: net, the sum that cancelling or returning would still save, the whole next term, or the ' +
        'first month of an extension; the open amount of an invoice. Null where there is none or it is not known.',
    ),
  })
  .describe('One deadline.');

export const listDeadlines = operation({
  name: 'deadlines.listDeadlines',
  description:
    'Lists the upcoming deadlines of the account: windows that close, terms and trials that end, changes that the ' +
    'vendor does not show, unpaid invoices, agreements to accept. Those that need a decision come first, then the ' +
    'nearest.',
  kind: 'read',
  permission: 'deadlines.read',
  input: PageRequest.extend({
    groups: z.array(Group).default([]).describe('Only deadlines about these; empty for all.'),
    withinDays: z
      .int()
      .min(1)
      .max(1200)
      .optional()
      .describe('Only deadlines of the next days, and those that need a decision; left out: all.'),
  }),
  output: pageOf(ShownDeadline).extend({
    counts: z.record(z.enum(DEADLINE_GROUPS), z.number().int()).describe('Deadlines by what they are about.'),
  }),
  async run({ tx, clock, accountId }, { groups, withinDays, ...page }) {
    const [owner] = await tx.select({ timeZone: account.timeZone }).from(account).where(eq(account.id, accountId));
    assert(owner !== undefined, 'the account of the caller exists');
    const now = clock.now();
    const until = withinDays === undefined ? undefined : now.add({ hours: 24 * withinDays });
    const near = (await readDeadlines(tx, { accountId, timeZone: owner.timeZone, now })).filter(
      ({ at, needsDecision }) => needsDecision || until === undefined || Temporal.Instant.compare(at, until) <= 0,
    );
    const found = groups.length === 0 ? near : near.filter(({ group }) => groups.includes(group));
    const start = offsetOf(page);
    const shown = found.slice(start, start + page.pageSize);
    const costs = await costsOf(tx, shown, now);
    const refunds = refundsOf(shown, now);
    const items = shown.map(({ cost: _, at, on, ...deadline }, index) => {
      const cost = costs[index];
      const refund = refunds[index];
      return {
        ...deadline,
        at: at.toString(),
        on: on.toString(),
        refund: refund ? moneyWire(refund) : null,
        cost: cost ? moneyWire(cost) : null,
      };
    });
    const countOf = (group: (typeof DEADLINE_GROUPS)[number]) => near.filter((one) => one.group === group).length;
    const counts = Object.fromEntries(DEADLINE_GROUPS.map((group) => [group, countOf(group)])) as Record<
      (typeof DEADLINE_GROUPS)[number],
      number
    >;
    return { items, total: found.length, counts };
  },
});
