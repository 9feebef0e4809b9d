import { z } from 'zod';

/** The token in the link of an activation or recovery mail. */
export const LinkToken = z.string().min(1).max(200).describe('Token in the address of the link.');
