import type { JobContext } from '#platform/job.ts';
import { assert } from '#platform/refusal.ts';
import { requestOf, type Task, vendorOf } from './read-task.ts';
import type { Done } from './store-task.ts';
import { VendorRefusal } from './task-failures.ts';
import { firstPasswordPurpose } from './vendor-users.ts';

/**
 * Makes the account of a person at the vendor. Its password was sealed with the request, so that a worker that sends
 * the request again sends the same. Where somebody made the account meanwhile, it is used as it is, and the password is
 * nobody's.
 */
export async function carryOutUser(context: JobContext, task: Task): Promise<Done> {
  const { user, holder, country, row } = task;
  const vendor = vendorOf(context);
  const request = requestOf(context, task);
  assert(user.firstPassword !== null, 'the password of a new account is made with its request');
  const password = context.services.secretBox.open(user.firstPassword, firstPasswordPurpose(user));
  const { login } = user;
  const { firstName, lastName } = holder;
  try {
    const made = await vendor.createUser(request, {
      ...{ login, firstName, lastName, country, password },
      requestId: row.requestId,
    });
    return { vendorUserId: made.id, isSignInAllowed: true };
  } catch (error) {
    if (!(error instanceof VendorRefusal)) throw error;
    const present = await vendor.findUser(request, login);
    if (present === null) throw error;
    return { vendorUserId: present.id, forgetsPassword: true };
  }
}
