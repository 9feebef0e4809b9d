import { createHash, randomBytes } from 'node:crypto';

/** A secret for the link in a mail. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** The form in which a token is stored: the database alone does not give it away. */
export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
