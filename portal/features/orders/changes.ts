import { z } from 'zod';

/**
 * The changes that can be quoted and ordered, by kind. Empty here: `shell/services.ts` enters those of all modules, so
 * that orders name no kind.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the shell through declaration merging
export interface ChangesByKind {}

export type ChangeKindName = keyof ChangesByKind;

/** A change that can be ordered: everything that costs or commits money. Discriminated by `kind`. */
export type OrderChange = ChangesByKind[ChangeKindName];

/** The kind of a change: one of `Services.changeKinds`, which the database checks too. Callers see an open text. */
export const ChangeKindText = z
  .string()
  .describe('Kind of the change: `purchase`, `seats`, `renewal` or `cancel`; more may come.') as z.ZodType<
  ChangeKindName,
  ChangeKindName
>;

/** The customer's answers to a product's order form, by the field's name. */
export type Answers = Readonly<Record<string, string>>;
