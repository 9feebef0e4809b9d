import { and, eq, sql } from 'drizzle-orm';
import type { VendorFailure } from '#features/users/users.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { type VendorTaskRow, vendorTask } from '../tables.ts';
import { notifyDone, notifyFailed } from './notify-task.ts';
import type { Task } from './read-task.ts';
import { startReading } from './reading-job.ts';
import { restartLicenceTasks } from './restart-licence-tasks.ts';
import { NO_FAILURE } from './task-failures.ts';
import { startTask } from './task-job.ts';
import { changeVendorUser } from './vendor-users.ts';

/** What was found or changed at the vendor. */
export type Done = Readonly<{
  vendorUserId?: string;
  isSignInAllowed?: boolean;
  /** The sign-in was allowed before. */
  hasBlocked?: boolean;
  /** The password of the request belongs to no account. */
  forgetsPassword?: true;
  /** What was done is what is wanted at the moment at which it is stored. */
  isStillWanted?: (inside: OperationContext) => Promise<boolean>;
}>;

/** Many licences that are given at once are read once. */
const READ_AFTER_SECONDS = 60;

export async function storeDone(inside: OperationContext, task: Task, done: Done): Promise<void> {
  const { tx, clock, audit, jobs } = inside;
  const { row, user } = task;
  const { vendorUserId, isSignInAllowed, hasBlocked, forgetsPassword, isStillWanted } = done;
  const held = await holdTask(inside, task);
  if (held === undefined) {
    // The block that was made meanwhile is the portal's, whatever the newer job has found before it.
    if (hasBlocked === true) await changeVendorUser(tx, user, { blockedAt: clock.now() });
    await runAgain(inside, row);
    return;
  }
  await changeVendorUser(tx, user, {
    vendorUserId: vendorUserId ?? user.vendorUserId,
    ...(isSignInAllowed !== undefined && { isSignInAllowed }),
    ...(isSignInAllowed === true && { blockedAt: null }),
    ...(forgetsPassword === true && { firstPassword: null, firstPasswordFor: null }),
  });
  if (isStillWanted !== undefined && !(await isStillWanted(inside))) {
    await runAgain(inside, row);
    return;
  }
  const isNews = row.kind === 'licence' && row.isWanted && held.notifiedAt === null;
  await tx
    .update(vendorTask)
    .set({ ...NO_FAILURE, status: 'done', finishedAt: clock.now(), ...(isNews && { notifiedAt: clock.now() }) })
    .where(eq(vendorTask.id, row.id));
  await audit.record('licences.vendorTaskDone', { personId: row.personId, kind: row.kind, isWanted: row.isWanted });
  if (isNews) await notifyDone(inside, task);
  if (row.kind === 'licence') await startReading(jobs, row, { afterSeconds: READ_AFTER_SECONDS });
  // Somebody whose account is there now gets the licences that waited for it.
  if (row.kind === 'user') await restartLicenceTasks(inside, row);
}

export async function storeFailed(
  inside: OperationContext,
  task: Task,
  { code, note }: Readonly<{ code: VendorFailure; note: string }>,
): Promise<void> {
  const { tx, clock, audit } = inside;
  const { row, user } = task;
  if ((await holdTask(inside, task)) === undefined) {
    await runAgain(inside, row);
    return;
  }
  await tx
    .update(vendorTask)
    .set({
      status: 'failed',
      failureCode: code,
      failureFacts: { login: user.login },
      providerNote: note.slice(0, 1000),
      finishedAt: clock.now(),
    })
    .where(eq(vendorTask.id, row.id));
  // An account that is not there, or that has another id now, is looked for again.
  if (code === 'userNotFound') await changeVendorUser(tx, user, { vendorUserId: null });
  if (row.kind === 'user') await changeVendorUser(tx, user, { firstPassword: null, firstPasswordFor: null });
  await audit.record('licences.vendorTaskFailed', { personId: row.personId, kind: row.kind, code });
  await notifyFailed(inside, task, code);
}

/** An attempt came to nothing; the job tries again, with another request where an answer has come. */
export async function storeAttempt(
  inside: OperationContext,
  task: Task,
  { note, isAnswered }: Readonly<{ note: string; isAnswered: boolean }>,
): Promise<void> {
  if ((await holdTask(inside, task)) === undefined) {
    await runAgain(inside, task.row);
    return;
  }
  await inside.tx
    .update(vendorTask)
    .set({
      attemptCount: sql`${vendorTask.attemptCount} + 1`,
      providerNote: note.slice(0, 1000),
      ...(isAnswered && { requestId: crypto.randomUUID() }),
    })
    .where(eq(vendorTask.id, task.row.id));
}

/** Holds the task. @returns undefined when something else is wanted by now */
async function holdTask({ tx }: OperationContext, { row }: Task): Promise<VendorTaskRow | undefined> {
  const [held] = await tx
    .select()
    .from(vendorTask)
    .where(and(eq(vendorTask.id, row.id), eq(vendorTask.requestId, row.requestId), eq(vendorTask.status, 'waiting')))
    .for('no key update');
  return held;
}

/**
 * What this job did may have come after what a newer one found and changed: the task is carried out once more, for what
 * is wanted now.
 */
async function runAgain({ tx, jobs }: OperationContext, { id, accountId }: VendorTaskRow): Promise<void> {
  const [again] = await tx
    .update(vendorTask)
    .set({ ...NO_FAILURE, status: 'waiting', requestId: crypto.randomUUID(), finishedAt: null })
    .where(eq(vendorTask.id, id))
    .returning({ id: vendorTask.id });
  if (again !== undefined) await startTask(jobs, { accountId, taskId: id });
}
