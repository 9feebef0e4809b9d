import { PersonId } from '#platform/ids.ts';

/** The user that an operation is about. */
export const UserId = PersonId.describe('Id of a user of the account.');
