import { z } from 'zod';
import { PASSWORD_LENGTH_MAX } from '#features/users/users.ts';

export const CurrentPassword = z
  .string()
  .min(1)
  .max(PASSWORD_LENGTH_MAX)
  .describe('The password of the caller that is valid now.');

export const AppCode = z.string().trim().min(1).max(20).describe('Code that the app shows now: six digits.');

export const FactorCode = z
  .string()
  .trim()
  .min(1)
  .max(20)
  .describe('Code that the app shows now, or a recovery code. Either counts once.');

export const RecoveryCodes = z
  .array(z.string())
  .nullable()
  .describe('Recovery codes, secrets, in this answer only; null: the caller keeps those given out before.');

export const PasskeyName = z.string().trim().min(1).max(60).describe('Name by which the caller knows the passkey.');

/** The options of a ceremony, as browsers read them. */
export const PasskeyOptions = z
  .record(z.string(), z.unknown())
  .describe('Options in the JSON form of Web Authentication Level 3, for `PublicKeyCredential.parse…FromJSON`.');

const Bytes = z.string().min(1).max(20_000);

/** The parts that every answer of a browser has; further ones are left out. */
const Credential = {
  id: z.string().min(1).max(1400).describe('Id of the credential, base64url.'),
  rawId: z.string().min(1).max(1400).describe('The same as `id`.'),
  type: z.literal('public-key').describe('Kind of the credential.'),
};
const clientDataJSON = Bytes.describe('Data that the browser vouches for, base64url.');

/** The answer of a browser that has made a passkey, as its `toJSON` gives it. */
export const NewPasskey = z
  .object({
    ...Credential,
    response: z
      .object({
        clientDataJSON,
        attestationObject: Bytes.describe('The new public key, base64url.'),
        transports: z.array(z.string().max(30)).max(10).default([]).describe('Ways to reach the device.'),
      })
      .describe('Answer of the device.'),
  })
  .describe('Answer of `navigator.credentials.create` in the JSON form of Web Authentication Level 3.');

/** The answer of a browser that signs in by a passkey, as its `toJSON` gives it. */
export const PasskeySignature = z
  .object({
    ...Credential,
    response: z
      .object({
        clientDataJSON,
        authenticatorData: Bytes.describe('Data of the device, base64url.'),
        signature: Bytes.describe('Signature of the device, base64url.'),
      })
      .describe('Answer of the device.'),
  })
  .describe('Answer of `navigator.credentials.get` in the JSON form of Web Authentication Level 3.');
