import { getDecisions } from './decisions/get-decisions.ts';
import { postponeDecision } from './decisions/postpone-decision.ts';
import { resumeDecision } from './decisions/resume-decision.ts';
import { getOverview } from './get-overview.ts';

export const dashboardOperations = [getOverview, getDecisions, postponeDecision, resumeDecision];
