import { and, eq, lte } from 'drizzle-orm';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { DateText } from '#platform/wire.ts';
import { postponedDecision } from '../tables.ts';
import { latestPostponement } from './postponement.ts';
import { readAccountDecisions } from './read-account-decisions.ts';

export const postponeDecision = operation({
  name: 'dashboard.postponeDecision',
  description:
    'Hides a decision from the caller’s dashboard until a day, on which it is shown again. The other people of the ' +
    'account still see it, and nothing changes about what is to be decided.',
  kind: 'write',
  permission: 'dashboard.read',
  input: z.object({
    key: z.string().max(200).describe('The decision, as `dashboard.getDecisions` names it.'),
    until: DateText.describe('Day on which it is shown again: after today, and no later than its `latest`.'),
  }),
  output: z.object({ until: DateText.describe('Day on which it is shown again.') }),
  refusals: ['dashboard.notFound', 'dashboard.cannotPostpone'],
  async run({ tx, clock, audit, actor, accountId, personId }, { key, until: chosen }) {
    const now = clock.now();
    const { today, decisions } = await readAccountDecisions(tx, { accountId, now, roles: actor.roles });
    const decision = decisions.find((one) => one.key === key);
    if (decision === undefined) throw new Refusal('dashboard.notFound');
    const until = Temporal.PlainDate.from(chosen);
    const latest = latestPostponement(decision.on, today);
    const isPossible =
      latest !== null && Temporal.PlainDate.compare(until, today) > 0 && Temporal.PlainDate.compare(until, latest) <= 0;
    if (!isPossible) throw new Refusal('dashboard.cannotPostpone');
    await tx
      .delete(postponedDecision)
      .where(and(eq(postponedDecision.personId, personId), lte(postponedDecision.until, today)));
    await tx
      .insert(postponedDecision)
      .values({ personId, decisionKey: key, accountId, until, postponedAt: now })
      .onConflictDoUpdate({
        target: [postponedDecision.personId, postponedDecision.decisionKey],
        set: { until, postponedAt: now },
      });
    await audit.record('dashboard.decisionPostponed', { kind: decision.kind, name: decision.name, until: chosen });
    return { until: chosen };
  },
});
