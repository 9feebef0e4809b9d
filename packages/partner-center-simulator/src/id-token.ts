import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { Json } from './json.ts';

const KEY_BITS = 2048;
const KEY_ID = 'simulated-1';

/** The person who signs in on the hosted page. */
export const PERSON = {
  oid: '5d1e5c0a-0000-4000-8000-0000000000a1',
  name: 'Admin Agent',
  preferred_username: 'admin.agent@partner.example',
} as const;

let keys: { publicKey: KeyObject; privateKey: KeyObject } | undefined;

/** Generated at the first sign-in of a process. */
function signingKeys(): { publicKey: KeyObject; privateKey: KeyObject } {
  keys ??= generateKeyPairSync('rsa', { modulusLength: KEY_BITS });
  return keys;
}

/** The public keys that verify id tokens (JWKS). */
export function idTokenKeys(): { keys: Record<string, Json>[] } {
  const { n = '', e = '' } = signingKeys().publicKey.export({ format: 'jwk' });
  return { keys: [{ kty: 'RSA', use: 'sig', kid: KEY_ID, alg: 'RS256', n, e }] };
}

/** A JSON Web Token of these claims, signed with RS256. */
export function signIdToken(claims: Record<string, Json>): string {
  const encoded = [{ typ: 'JWT', alg: 'RS256', kid: KEY_ID }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  const text = encoded.join('.');
  return `${text}.${createSign('RSA-SHA256').update(text).sign(signingKeys().privateKey, 'base64url')}`;
}
