/** A request as the log keeps it: no tokens, no bodies. */
export type RecordedRequest = {
  at: string;
  method: string;
  path: string;
  requestId: string | null;
  correlationId: string | null;
  /** `null`: the connection was dropped. */
  status: number | null;
  fault: string | null;
};
