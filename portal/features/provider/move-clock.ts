import { z } from 'zod';
import { ask } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { InstantText } from '#platform/wire.ts';

/** The farthest that the time moves in one step. A year of renewals at once would keep workers busy for minutes. */
const DAYS_AHEAD_MAX = 366;
const TIMEOUT_MS = 60_000;

export const moveClock = ask({
  name: 'provider.moveClock',
  description:
    'Moves the time of the demo forward, for the portal and the simulator together. Events that become due ' +
    '(renewals, closing windows, reminders) are found by the workers in the seconds after.',
  permission: 'provider.administer',
  scope: 'provider',
  input: z
    .object({
      hours: z
        .int()
        .min(1)
        .max(DAYS_AHEAD_MAX * 24)
        .optional()
        .describe('Hours to move forward, 1 to 8784. Leave out to give a date.'),
      toDate: z
        .preprocess((text) => (text === '' ? undefined : text), z.iso.date().optional())
        .describe('Day whose midnight in Italy becomes the time, at most 366 days ahead.'),
    })
    .superRefine(({ hours, toDate }, context) => {
      if (hours === undefined && toDate === undefined)
        context.addIssue({ code: 'custom', path: ['toDate'], message: 'input.required' });
    }),
  output: z.object({
    movedFrom: InstantText.describe('The time before.'),
    now: InstantText.describe('The time now.'),
  }),
  refusals: ['provider.clockIsReal'],
  timeoutMs: TIMEOUT_MS,
  async run({ services, clock, inTransaction, signal }, { hours, toDate }) {
    const { demoClock } = services;
    if (demoClock === undefined) throw new Refusal('provider.clockIsReal');
    const movedFrom = clock.now();
    const target =
      toDate === undefined
        ? movedFrom.add({ hours: hours ?? 0 })
        : Temporal.PlainDate.from(toDate).toZonedDateTime('Europe/Rome').toInstant();
    const code = refusalOfDate(movedFrom, target);
    if (code !== undefined) throw new Refusal('input.invalid', {}, [{ path: 'toDate', code }]);

    await demoClock.moveTo(target, signal);
    const now = clock.now();
    await inTransaction(({ audit }) =>
      audit.record('provider.clockMoved', { from: movedFrom.toString(), to: now.toString() }, null),
    );
    return { movedFrom: movedFrom.toString(), now: now.toString() };
  },
});

function refusalOfDate(from: Temporal.Instant, to: Temporal.Instant): string | undefined {
  if (Temporal.Instant.compare(to, from) <= 0) return 'input.clockGoesForward';
  if (Temporal.Instant.compare(to, from.add({ hours: DAYS_AHEAD_MAX * 24 })) > 0) return 'input.clockTooFar';
  return undefined;
}
