import { createHash, randomBytes } from 'node:crypto';
import type { PasswordHasher } from '#features/sign-in/sign-in.ts';

/**
 * Hashes passwords of tests at no cost: the real function takes a tenth of a second on purpose, and tests sign in and
 * guess hundreds of times. That one has tests of its own.
 */
export const QUICK_HASHER: PasswordHasher = {
  hash: async (password) => quickHash(password, randomBytes(8).toString('hex')),
  verify: async ({ hash, password }) => hash === quickHash(password, hash.split(':')[0] ?? ''),
};

function quickHash(password: string, salt: string): string {
  const key = createHash('sha256').update(salt).update(password.normalize('NFKC')).digest('hex');
  return `${salt}:${key}`;
}
