import { z } from 'zod';

/** Facts of an audit record: values by name, without secrets. */
export const AuditFacts = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
  .describe('Facts of the event, by name.');
