import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Keeps secrets in the database so that its rows alone do not give them away. */
export type SecretBox = Readonly<{
  /** @param purpose  what it is and whose: a text sealed for one purpose does not open for another */
  seal(plain: string, purpose: string): string;
  /** @throws when the text was sealed for another purpose or by another secret, or was changed */
  open(sealed: string, purpose: string): string;
}>;

/** AES-256-GCM under a key derived from the portal's SECRET. A changed SECRET makes what was sealed unreadable. */
export function openSecretBox(secret: string): SecretBox {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'licence-portal secret box', KEY_BYTES));
  return {
    seal(plain, purpose) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      cipher.setAAD(Buffer.from(purpose));
      const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return [VERSION, nonce, text, cipher.getAuthTag()]
        .map((part) => (typeof part === 'string' ? part : part.toString('base64url')))
        .join('.');
    },
    open(sealed, purpose) {
      const [version, nonce, text, tag] = sealed.split('.');
      if (version !== VERSION || nonce === undefined || text === undefined || tag === undefined)
        throw new Error('not a text of the secret box');
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(Buffer.from(purpose));
      decipher.setAuthTag(Buffer.from(tag, 'base64url'));
      return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8');
    },
  };
}

/** Whether a text was sealed with this secret, for this purpose. */
export function opens(box: SecretBox, sealed: string, purpose: string): boolean {
  try {
    box.open(sealed, purpose);
    return true;
  } catch (error) {
    // Every failure to open is an error of the same class.
    if (error instanceof Error) return false;
    throw error;
  }
}

const VERSION = 'v1';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
