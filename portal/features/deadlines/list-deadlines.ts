import { asc, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { type SubscriptionRow, subscription } from '#features/subscriptions/subscriptions.ts';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { DateText, InstantText, MoneyWire, moneyWire, offsetOf, PageRequest, pageOf } from '#platform/wire.ts';
import { inactionCosts } from './inaction-costs.ts';
import { DEADLINE_KINDS, type Deadline, deadlinesOf } from './rules.ts';
import { toRunningSubscription } from './running-subscription.ts';

const ShownDeadline = z
  .object({
    kind: z
      .enum(DEADLINE_KINDS)
      .describe(
        'Kind of deadline: `windowCloses` (last moment to cancel), `renews`, `ends`, `extends` (month to month because ' +
          'nothing was chosen), `extendsByChoice`, `trialBecomesPaid`, `trialEnds`, or `differs` (the vendor has not ' +
          'applied the last change).',
      ),
    needsDecision: z.boolean().describe('Somebody should decide now; the other deadlines are only upcoming.'),
    subscriptionId: idOf('subscription').describe('Id of the subscription.'),
    name: z.string().describe('Name of the subscription, as the vendor reports it.'),
    seatCount: z.number().int().describe('Licences of the subscription now.'),
    at: InstantText.describe('Last instant at which something can still be decided, exclusive.'),
    endsOn: DateText.describe('Last day of the present term.'),
    cost: MoneyWire.nullable().describe(
      'Net cost of doing nothing: the sum that cancelling would still save, the whole next term, or the first month of ' +
        'an extension; null where there is none or the price is not known.',
    ),
  })
  .describe('One deadline of a subscription.');

export const listDeadlines = operation({
  name: 'deadlines.listDeadlines',
  description:
    'Lists the upcoming deadlines of the running subscriptions: windows that close, terms and trials that end, changes ' +
    'that the vendor has not applied. Those that need a decision come first, then the nearest.',
  kind: 'read',
  permission: 'deadlines.read',
  input: PageRequest,
  output: pageOf(ShownDeadline),
  async run({ tx, clock }, page) {
    const now = clock.now();
    const running = await tx
      .select()
      .from(subscription)
      .where(inArray(subscription.status, ['active', 'suspended']))
      .orderBy(asc(subscription.endsBefore));
    const found = running.flatMap((row) =>
      deadlinesOf(toRunningSubscription(row), now).map((deadline) => ({ row, deadline })),
    );
    const start = offsetOf(page);
    const shown = found.sort(byUrgency).slice(start, start + page.pageSize);
    const costs = await inactionCosts(tx, shown, now);
    const items = shown.map(({ row, deadline }, index) => {
      const cost = costs[index];
      return {
        kind: deadline.kind,
        needsDecision: deadline.needsDecision,
        subscriptionId: row.id,
        name: row.name,
        seatCount: row.seatCount,
        at: deadline.at.toString(),
        endsOn: row.endsBefore.subtract({ days: 1 }).toString(),
        cost: cost ? moneyWire(cost) : null,
      };
    });
    return { items, total: found.length };
  },
});

type Found = Readonly<{ row: SubscriptionRow; deadline: Deadline }>;

function byUrgency(left: Found, right: Found): number {
  if (left.deadline.needsDecision !== right.deadline.needsDecision) return left.deadline.needsDecision ? -1 : 1;
  return Temporal.Instant.compare(left.deadline.at, right.deadline.at);
}
