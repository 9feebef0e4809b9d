import { createHash, randomBytes } from 'node:crypto';
import { mailCodeFrom } from './proof-rules.ts';

export function newRecordToken(): string {
  return randomBytes(20).toString('hex');
}

/** A code and the hash by which it is recognised. The hash is of the claim too: equal codes have different hashes. */
export function newMailCode(tenantId: string): { code: string; hash: string } {
  const code = mailCodeFrom(randomBytes(16));
  return { code, hash: hashOfCode(tenantId, code) };
}

export function hashOfCode(tenantId: string, code: string): string {
  return createHash('sha256').update(`${tenantId}:${code}`).digest('hex');
}
