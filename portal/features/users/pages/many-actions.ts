/** What can be done for several people at once, as forms name it. */
export const MANY_ACTIONS = [
  'assign',
  'withdraw',
  'resendActivation',
  'disable',
  'enable',
  'changeRoles',
  'remove',
] as const;
export type ManyActionName = (typeof MANY_ACTIONS)[number];

/** Those that are about a service. */
export const OF_SERVICES: readonly ManyActionName[] = ['assign', 'withdraw'];
