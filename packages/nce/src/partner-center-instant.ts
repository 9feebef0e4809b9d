import { startOfUtcDay } from './time.ts';

/** Some dates of Partner Center come without a time, and some times without an offset: they are UTC. */
export function instantOf(text: string): Temporal.Instant {
  if (!text.includes('T')) return startOfUtcDay(Temporal.PlainDate.from(text));
  return Temporal.Instant.from(/(Z|[+-]\d{2}:?\d{2})$/i.test(text) ? text : `${text}Z`);
}
