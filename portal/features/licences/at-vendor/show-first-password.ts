import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { VendorUserKey } from './vendor-user-input.ts';
import { changeVendorUser, findVendorUser, firstPasswordPurpose } from './vendor-users.ts';

export const showFirstPassword = operation({
  name: 'licences.showFirstPassword',
  description:
    'Shows the first password of an account that the portal made at Microsoft, once, to the administrator who requested ' +
    'it: it is deleted with the answer.',
  kind: 'write',
  permission: 'licences.manage',
  keyScope: 'never',
  onBehalf: 'never',
  input: VendorUserKey,
  output: z.object({
    login: z.string().describe('Address of the user at Microsoft.'),
    password: z.string().describe('The password, to be changed at the first sign-in.'),
  }),
  refusals: ['licences.personNotFound', 'licences.noPasswordKept'],
  async run({ tx, audit, services, personId: callerId }, key) {
    const known = await findVendorUser(tx, key);
    if (known === undefined) throw new Refusal('licences.personNotFound');
    if (known.firstPassword === null || known.firstPasswordFor !== callerId || known.vendorUserId === null)
      throw new Refusal('licences.noPasswordKept');
    const password = services.secretBox.open(known.firstPassword, firstPasswordPurpose(key));
    await changeVendorUser(tx, key, { firstPassword: null, firstPasswordFor: null });
    await audit.record('licences.firstPasswordShown', { personId: key.personId, tenantId: key.tenantId });
    return { login: known.login, password };
  },
});
