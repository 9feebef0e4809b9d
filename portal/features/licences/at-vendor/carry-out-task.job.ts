import { type JobContext, job } from '#platform/job.ts';
import { VendorFault } from '#platform/refusal.ts';
import { carryOutLicence } from './carry-out-licence.ts';
import { carryOutSignIn } from './carry-out-sign-in.ts';
import { carryOutUser } from './carry-out-user.ts';
import { readTask, type Task } from './read-task.ts';
import { type Done, storeAttempt, storeDone, storeFailed } from './store-task.ts';
import { VendorRefusal } from './task-failures.ts';
import { taskJob } from './task-job.ts';

/**
 * Carries out at the vendor what is wanted for one person: reads what is there, changes what differs, and reads it
 * back. A worker that is killed in between leaves the task waiting; the job runs again and sends the same request with
 * the same id. What is wanted may change meanwhile: then there is another request id and another job, and what this one
 * did is not stored as the outcome.
 */
export const carryOutTask = job({
  ...taskJob,
  async run(context, { taskId }) {
    const task = await context.inTransaction((inside) => readTask(inside, taskId));
    if (task === undefined) return;
    try {
      const done = await CARRY_OUT[task.row.kind](context, task);
      await context.inTransaction((inside) => storeDone(inside, task, done));
    } catch (error) {
      await storeError(context, task, error);
    }
  },
});

const CARRY_OUT: Readonly<Record<Task['row']['kind'], (context: JobContext, task: Task) => Promise<Done>>> = {
  licence: carryOutLicence,
  signIn: carryOutSignIn,
  user: carryOutUser,
};

/** A clear refusal ends the task; without a clear answer it is tried again, and given up after the last attempt. */
async function storeError(context: JobContext, task: Task, error: unknown): Promise<void> {
  if (error instanceof VendorRefusal) {
    await context.inTransaction((inside) => storeFailed(inside, task, { code: error.code, note: error.message }));
    return;
  }
  // A worker that stops has not failed: another one goes on.
  if (context.signal.aborted) throw error;
  const isFault = error instanceof VendorFault;
  const note = isFault ? error.message : `request ${context.requestId}`;
  await context.inTransaction((inside) =>
    context.isLastAttempt
      ? storeFailed(inside, task, { code: isFault ? 'noAnswer' : 'internal', note })
      : storeAttempt(inside, task, { note, isAnswered: isFault && error.detail.resend === 'never' }),
  );
  throw error;
}
