/** A logged request, without tokens and bodies. */
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
