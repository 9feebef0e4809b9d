import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { postponedDecision } from '../tables.ts';

export const resumeDecision = operation({
  name: 'dashboard.resumeDecision',
  description: 'Shows a decision that the caller has postponed again. One that is not postponed stays as it is.',
  kind: 'write',
  permission: 'dashboard.read',
  input: z.object({ key: z.string().max(200).describe('The decision, as `dashboard.getDecisions` names it.') }),
  output: z.object({}),
  async run({ tx, audit, personId }, { key }) {
    await tx
      .delete(postponedDecision)
      .where(and(eq(postponedDecision.personId, personId), eq(postponedDecision.decisionKey, key)));
    await audit.record('dashboard.decisionResumed', { kind: key.split(':', 1)[0] ?? key });
    return {};
  },
});
