import { createHmac } from 'node:crypto';

/**
 * The code that an authenticator app shows for a key.
 *
 * @param stepsAhead  0 for the code of now, 1 for that of the next half minute, which is right as well
 * @source RFC 6238, with the usual six digits, half minutes and SHA-1; RFC 4648 for the key
 */
export function appCodeOf(key: string, stepsAhead = 0): string {
  const bits = [...key].map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0'));
  const bytes = (bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + stepsAhead));
  const digest = createHmac('sha1', Buffer.from(bytes)).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 0xf;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
