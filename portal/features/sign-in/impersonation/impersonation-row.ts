import type { impersonation } from '../tables.ts';

export type ImpersonationRow = typeof impersonation.$inferSelect;
