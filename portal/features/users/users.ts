import { changeRole } from './change-role.ts';
import { createCustomer } from './create-customer.ts';
import { createUser } from './create-user.ts';
import { disableUser } from './disable-user.ts';
import { editUser } from './edit-user.ts';
import { enableUser } from './enable-user.ts';
import { getUser } from './get-user.ts';
import { listSignIns } from './list-sign-ins.ts';
import { listUsers } from './list-users.ts';
import { removeUser } from './remove-user.ts';
import { resendActivation } from './resend-activation.ts';
import { setUserPassword } from './set-user-password.ts';
import { unlockUser } from './unlock-user.ts';

/** Ready, locked, not activated, disabled: for the provider's pages. */
export { statusOf, USER_STATUSES } from './rules.ts';
/** Opens a customer's account with its first administrator: for the provider's pages. For the demo's people. */
export { createCustomer, createUser, disableUser };

export const usersOperations = [
  changeRole,
  createCustomer,
  createUser,
  disableUser,
  editUser,
  enableUser,
  getUser,
  listSignIns,
  listUsers,
  removeUser,
  resendActivation,
  setUserPassword,
  unlockUser,
] as const;
