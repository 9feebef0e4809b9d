/** Somebody acts in another person's place for so long, at most. Machine time. */
export const IMPERSONATION_LIFETIME = Temporal.Duration.from({ minutes: 30 });
/** A request waits so long for its answer, and an agreed one so long for its start. Machine time. */
export const REQUEST_LIFETIME = Temporal.Duration.from({ hours: 24 });

/** The facts of a person in whose place somebody wants to act. */
export type ImpersonatedFacts = Readonly<{
  isSelf: boolean;
  disabledAt: Temporal.Instant | null;
}>;

/** The reason why nobody can act in a person's place now; null: they can. */
export function refusalOfImpersonation(facts: ImpersonatedFacts): 'users.notOneself' | 'signIn.personDisabled' | null {
  if (facts.isSelf) return 'users.notOneself';
  return facts.disabledAt === null ? null : 'signIn.personDisabled';
}

/** The facts of a request of the provider's staff. */
export type RequestFacts = Readonly<{
  requestedAt: Temporal.Instant;
  isAgreed: boolean | null;
  answeredAt: Temporal.Instant | null;
  startedAt: Temporal.Instant | null;
  endedAt: Temporal.Instant | null;
}>;

export type RequestState = 'waiting' | 'agreed' | 'refused' | 'over';

/** How far a request of the provider's staff is. `over`: started, withdrawn, or left too long. */
export function requestStateOf(request: RequestFacts, now: Temporal.Instant): RequestState {
  if (request.startedAt !== null || request.endedAt !== null) return 'over';
  if (request.isAgreed === false) return 'refused';
  const since = request.answeredAt ?? request.requestedAt;
  if (Temporal.Instant.compare(now, since.add(REQUEST_LIFETIME)) >= 0) return 'over';
  return request.isAgreed === null ? 'waiting' : 'agreed';
}
