/** An address of this portal to return to, after sign-in or a change of language; anything else is the dashboard. */
export function safeReturnPath(next: string | null): string {
  return next !== null && /^\/(?![/\\])/.test(next) ? next : '/';
}
