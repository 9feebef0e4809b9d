/**
 * The HTTP request that an operation runs for, as far as operations may see it. Jobs and the command line have none.
 */
export type Connection = Readonly<{
  /** Address of the caller, as the server saw it. */
  address: string;
  /** The `User-Agent` header. */
  userAgent: string | null;
  /** The `Cookie` header. */
  cookieHeader: string | null;
  /** Adds a `Set-Cookie` value to the answer; one added later replaces an earlier one of the same name. */
  setCookie(value: string): void;
}>;
