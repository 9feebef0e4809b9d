import { v7 } from 'uuid';
import { z } from 'zod';

/** An id of one kind of thing. Kinds do not mix: a customer cannot be looked up by a subscription. */
export type Id<Kind extends string> = string & { readonly kind: Kind };

/** The schema of an id: a UUID, typed by the kind of thing it names. */
export function idOf<Kind extends string>(_kind: Kind): z.ZodType<Id<Kind>, string> {
  // The kind lives in the type alone: every id is the same text.
  return z.uuid().toLowerCase() as unknown as z.ZodType<Id<Kind>, string>;
}

/** A new id, greater than every earlier one of this process: rows of one instant keep the order in which they came. */
export function newId<Kind extends string>(): Id<Kind> {
  return v7() as Id<Kind>;
}

export type AccountId = Id<'account'>;
export type PersonId = Id<'person'>;
export const AccountId = idOf('account');
export const PersonId = idOf('person');
