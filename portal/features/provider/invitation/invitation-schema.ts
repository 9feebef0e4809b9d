import { z } from 'zod';

/** The token in the link of an invitation. */
export const LinkToken = z.string().min(1).max(200).describe('Token in the address of the link.');

/** The refusals of a link that does not work. */
export const LINK_REFUSALS = [
  'provider.linkUnknown',
  'provider.linkUsed',
  'provider.linkReplaced',
  'provider.linkExpired',
];
