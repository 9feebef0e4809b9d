import type { FamilyKey, PlanKey } from './families.ts';

/** A plan in our own words. What Microsoft may change by itself, such as the size of a mailbox, has no number here. */
export type PlanText = Readonly<{
  /** What it is, in a sentence. */
  what: string;
  included: readonly string[];
  forWhom: string;
  /** What it does not have, and how far it goes. */
  limits: string;
  /** What must be there before it is of use. */
  needs: string;
}>;

export type PlanTexts = Readonly<{
  /** Name and purpose of each family. */
  families: Readonly<Record<FamilyKey, Readonly<{ name: string; what: string }>>>;
  plans: Readonly<Record<PlanKey, PlanText>>;
}>;
