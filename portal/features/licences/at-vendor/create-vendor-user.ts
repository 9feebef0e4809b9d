import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { findPersonForUpdate } from '#features/users/users.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { getLinkedTenant } from './linked-tenants.ts';
import { refuseRunningUserTask } from './refuse-running-user-task.ts';
import { startUserTask } from './start-task.ts';
import { VendorLogin, VendorUserKey } from './vendor-user-input.ts';
import { changeVendorUser, findVendorUser, firstPasswordPurpose, keepVendorUser } from './vendor-users.ts';

export const createVendorUser = operation({
  name: 'licences.createVendorUser',
  description:
    'Makes the account of a user at Microsoft, by a job. Its first password is for the caller alone, who can see it once ' +
    'when the account is there. Licences that waited for the account are given then.',
  kind: 'write',
  permission: 'licences.manage',
  onBehalf: 'never',
  keyScope: 'never',
  input: VendorUserKey.extend({ vendorLogin: VendorLogin }),
  output: z.object({}),
  refusals: [
    'licences.personNotFound',
    'licences.personDisabled',
    'licences.tenantNotLinked',
    'licences.userTaskRuns',
    'licences.vendorUserExists',
  ],
  async run(context, { personId, tenantId, vendorLogin: login }) {
    const { tx, audit, services } = context;
    const holder = await findPersonForUpdate(tx, personId);
    if (holder === undefined) throw new Refusal('licences.personNotFound');
    if (holder.disabledAt !== null) throw new Refusal('licences.personDisabled', { name: holder.firstName });
    await getLinkedTenant(tx, tenantId);
    await refuseRunningUserTask(tx, { personId, tenantId });
    await keepVendorUser(tx, holder, tenantId);
    const known = await findVendorUser(tx, { personId, tenantId });
    if (known?.vendorUserId != null) throw new Refusal('licences.vendorUserExists', { login: known.login });
    const sealed = services.secretBox.seal(firstPassword(), firstPasswordPurpose({ personId, tenantId }));
    await changeVendorUser(
      tx,
      { personId, tenantId },
      { login, isChosen: true, firstPassword: sealed, firstPasswordFor: context.personId },
    );
    await audit.record('licences.vendorUserRequested', { personId, tenantId });
    await startUserTask(context, holder, tenantId);
    return {};
  },
});

const SETS = ['abcdefghjkmnpqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789', '!#%+=?'] as const;
const LENGTH = 16;

/**
 * A password with all kinds of characters, none of which is mistaken for another.
 *
 * @source Microsoft Entra, "Password policies": 8 to 256 characters of three of four kinds
 */
function firstPassword(): string {
  const all = SETS.join('');
  const pick = (set: string) => set[randomInt(set.length)] ?? '';
  const chosen = [...SETS.map(pick), ...Array.from({ length: LENGTH - SETS.length }, () => pick(all))];
  for (let place = chosen.length - 1; place > 0; place -= 1) {
    const other = randomInt(place + 1);
    [chosen[place], chosen[other]] = [chosen[other] ?? '', chosen[place] ?? ''];
  }
  return chosen.join('');
}
