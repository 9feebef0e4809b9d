import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { displayName } from '../people/people.ts';
import { AddressToken } from './address-token.ts';
import { ADDRESS_LINK_REFUSALS, openAddressLink } from './open-address-link.ts';

/** The address and the person of a link that confirms an address. */
export const getAddressConfirmation = operation({
  name: 'users.getAddressConfirmation',
  description: 'Returns the address and the person of a link that confirms an address, while it works.',
  kind: 'read',
  permission: 'signIn.enter',
  scope: 'system',
  input: z.object({ token: AddressToken }),
  output: z.object({
    address: z.string().describe('The address that the link confirms.'),
    displayName: z.string().describe('First and last name of the person.'),
    changesEmail: z.boolean().describe('It becomes the sign-in e-mail.'),
    changesLogin: z.boolean().describe('It becomes the login name.'),
  }),
  refusals: ADDRESS_LINK_REFUSALS,
  async run({ tx, clock }, { token }) {
    const { change, owner } = await openAddressLink(tx, token, clock.now());
    const { address, changesEmail, changesLogin } = change;
    return { address, changesEmail, changesLogin, displayName: displayName(owner) };
  },
});
