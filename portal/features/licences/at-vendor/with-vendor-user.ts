import type { JobContext } from '#platform/job.ts';
import type { LicenceVendor, VendorRequest } from './licence-vendor.ts';
import { requestOf, type Task, vendorOf } from './read-task.ts';
import { VendorRefusal } from './task-failures.ts';

type AtVendor = Readonly<{ vendor: LicenceVendor; request: VendorRequest; userId: string }>;

/**
 * Runs with the person's account at the vendor: the one that is known, or the one that is found by its address, also
 * where the known one was deleted there and another has its address now.
 *
 * @throws VendorRefusal `userNotFound`
 */
export async function withVendorUser<Answer>(
  context: JobContext,
  task: Task,
  run: (at: AtVendor) => Promise<Answer>,
): Promise<Answer> {
  const vendor = vendorOf(context);
  const request = requestOf(context, task);
  const { vendorUserId, login } = task.user;
  if (vendorUserId !== null) {
    try {
      return await run({ vendor, request, userId: vendorUserId });
    } catch (error) {
      if (!(error instanceof VendorRefusal) || error.code !== 'userNotFound') throw error;
    }
  }
  const found = await vendor.findUser(request, login);
  if (found === null) throw new VendorRefusal('userNotFound', `the vendor has no account ${login}`);
  return run({ vendor, request, userId: found.id });
}
