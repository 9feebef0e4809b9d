import { z } from 'zod';
import { findPersonForUpdate } from '#features/users/users.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { getLinkedTenant } from './linked-tenants.ts';
import { refuseRunningUserTask } from './refuse-running-user-task.ts';
import { restartLicenceTasks } from './restart-licence-tasks.ts';
import { VendorLogin, VendorUserKey } from './vendor-user-input.ts';
import { changeVendorUser, keepVendorUser } from './vendor-users.ts';

export const chooseVendorUser = operation({
  name: 'licences.chooseVendorUser',
  description:
    'Sets the address of a user at Microsoft, where it is another one than the login name. What could not be done there ' +
    'because the user was not found is tried again.',
  kind: 'write',
  permission: 'licences.manage',
  input: VendorUserKey.extend({ vendorLogin: VendorLogin }),
  output: z.object({}),
  refusals: ['licences.personNotFound', 'licences.tenantNotLinked', 'licences.userTaskRuns'],
  async run(context, { personId, tenantId, vendorLogin: login }) {
    const { tx, audit } = context;
    const holder = await findPersonForUpdate(tx, personId);
    if (holder === undefined) throw new Refusal('licences.personNotFound');
    await getLinkedTenant(tx, tenantId);
    await refuseRunningUserTask(tx, { personId, tenantId });
    await keepVendorUser(tx, holder, tenantId);
    await changeVendorUser(
      tx,
      { personId, tenantId },
      { login, isChosen: true, vendorUserId: null, isSignInAllowed: null, firstPassword: null, firstPasswordFor: null },
    );
    await audit.record('licences.vendorUserChosen', { personId, tenantId });
    await restartLicenceTasks(context, { personId, tenantId, accountId: holder.accountId });
    return {};
  },
});
