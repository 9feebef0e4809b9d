import { z } from 'zod';

/** The token in the link that confirms an address. */
export const AddressToken = z.string().min(1).max(200).describe('Token in the address of the link.');
