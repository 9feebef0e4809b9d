import type { Fields, Json } from './json.ts';
import { optionalText } from './wire-json.ts';

/**
 * Faults of the sign-in service that tests and demos ask for. They are kept until they are taken back, and not over a
 * restart.
 */
export type SignInFaults = {
  /**
   * Every refresh token that was issued until this instant is refused with this number, as after 90 days without use, a
   * change of the password, or consent that was withdrawn. A person who signs in anew gets a token that is good.
   */
  refused: { signInCode: string; issuedUntilMs: number } | undefined;
  /** Every request for a token is refused with this number. */
  refusedAlways: string | undefined;
};

export function noSignInFaults(): SignInFaults {
  return { refused: undefined, refusedAlways: undefined };
}

/**
 * Reads a control request: `{refreshTokens: "AADSTS700082"}` or `{everything: "AADSTS7000222"}`; absent ones are taken
 * back.
 */
export function signInFaultsFrom(fields: Fields, nowMs: number): SignInFaults {
  const refreshTokens = signInCodeOf(fields, 'refreshTokens');
  return {
    refused: refreshTokens === undefined ? undefined : { signInCode: refreshTokens, issuedUntilMs: nowMs },
    refusedAlways: signInCodeOf(fields, 'everything'),
  };
}

export function shownSignInFaults({ refused, refusedAlways }: SignInFaults): Json {
  return { refreshTokens: refused?.signInCode ?? null, everything: refusedAlways ?? null };
}

function signInCodeOf(fields: Fields, name: string): string | undefined {
  const code = optionalText(fields, name);
  if (code !== undefined && !/^AADSTS\d+$/.test(code)) throw new SyntaxError(`"${name}" is a number as AADSTS700082`);
  return code;
}
