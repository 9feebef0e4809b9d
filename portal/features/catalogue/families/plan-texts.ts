import type { Locale } from '#platform/wire.ts';
import type { PlanTexts } from './plan-text.ts';
import { PLANS_IN_ENGLISH } from './plan-texts-en.ts';
import { PLANS_IN_ITALIAN } from './plan-texts-it.ts';

/** The plans in our own words, by language. */
export const PLAN_TEXTS: Readonly<Record<Locale, PlanTexts>> = { it: PLANS_IN_ITALIAN, en: PLANS_IN_ENGLISH };
