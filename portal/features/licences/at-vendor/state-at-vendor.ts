import type { HeldServices } from '#features/users/users.ts';
import type { VendorTaskRow } from '../tables.ts';
import { taskFailure } from './task-failures.ts';

type StateAtVendor = NonNullable<Awaited<ReturnType<HeldServices['list']>>[number]['atVendor']>;

/** How far a task is, for the pages of a person and of a service; null where there is nothing to say. */
export function stateAtVendor(
  task: Pick<VendorTaskRow, 'kind' | 'status' | 'failureCode' | 'isWanted'> | null,
): StateAtVendor | null {
  if (task === null || isOver(task)) return null;
  const { status, failureCode, isWanted } = task;
  return { status, failure: failureCode === null ? null : taskFailure(failureCode), isWanted };
}

/** A licence that is taken, or a sign-in that is allowed again, is as if nothing had been. */
export function isOver({ kind, status, isWanted }: Pick<VendorTaskRow, 'kind' | 'status' | 'isWanted'>): boolean {
  if (status !== 'done') return false;
  return kind === 'licence' ? !isWanted : kind === 'signIn' && isWanted;
}
