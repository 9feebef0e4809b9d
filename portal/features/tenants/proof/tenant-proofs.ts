/** The answer of DNS to a question for the TXT records of a name; no records are an answer too. */
export type TxtAnswer =
  | Readonly<{ answered: true; values: readonly string[] }>
  | Readonly<{ answered: false; code: string }>;

/** What the proofs of tenants need from outside. Supplied by the shell. */
export type TenantProofs = Readonly<{
  /** False: an accepted invitation proves nothing here. */
  acceptsInvitation: boolean;
  resolveTxt(name: string, signal: AbortSignal): Promise<TxtAnswer>;
}>;
