/**
 * The durations of Microsoft's processes, in simulated time. The state is updated when it is next read; there are no
 * timers.
 */
export type Latency = Readonly<{
  /** From checkout until the order is completed and its subscription exists. */
  order: Temporal.Duration;
  /** From checkout until the order can be read; 404 with code 20000 meanwhile. */
  orderReadable: Temporal.Duration;
  /** From the order's completion until the licences can be used. */
  provisioning: Temporal.Duration;
  /** Of a seat change. Zero answers 200 at once; anything else answers 202 with `Location`. */
  seatChange: Temporal.Duration;
  /** From 00:00 UTC after the last day of a term until the renewal is done; changes answer 409 meanwhile. */
  renewal: Temporal.Duration;
  /** Of the vetting of a special qualification. */
  vetting: Temporal.Duration;
  /** From the order of an upgrade or of a trial's conversion until it takes effect. */
  transition: Temporal.Duration;
  /** From an event until it is posted to the partner's address. */
  webhook: Temporal.Duration;
}>;

const DEFAULT_LATENCY: Latency = {
  order: Temporal.Duration.from('PT2M'),
  orderReadable: Temporal.Duration.from('PT0S'),
  provisioning: Temporal.Duration.from('PT1M'),
  seatChange: Temporal.Duration.from('PT0S'),
  renewal: Temporal.Duration.from('PT2M'),
  vetting: Temporal.Duration.from('PT10M'),
  transition: Temporal.Duration.from('PT1M'),
  webhook: Temporal.Duration.from('PT0S'),
};

/** An application that may request tokens. */
export type Application = Readonly<{
  clientId: string;
  clientSecret: string;
  /** Certificates (PEM) whose keys may sign for the application in place of the secret. */
  certificates?: readonly string[];
}>;

/** Public credentials, valid in the simulator only. */
export const DEMO_APPLICATION: Application = {
  clientId: '5d1e5c0a-0000-4000-8000-000000000001',
  clientSecret: 'simulated-secret',
};
/** The first refresh token of the demo application; each use returns a new one. */
export const DEMO_REFRESH_TOKEN = 'simulated-refresh-token';
/** As `DEMO_REFRESH_TOKEN`, of a person who signed in without a second factor. */
export const DEMO_REFRESH_TOKEN_WITHOUT_MFA = 'simulated-refresh-token-without-mfa';
export const DEMO_PARTNER_TENANT_ID = '5d1e5c0a-0000-4000-8000-0000000000aa';

export type SimulatorOptions = Readonly<{
  latency?: Partial<Latency>;
  /** Machine time. The simulated time is this plus an offset that the control API moves. */
  now?: () => Temporal.Instant;
  /** Makes the ids of a run repeatable. */
  seed?: string;
  /** The file in which the state is kept across restarts, as JSON. */
  stateFile?: string;
  partnerTenantId?: string;
  applications?: readonly Application[];
  refreshTokens?: readonly string[];
  /** Refresh tokens of people who signed in without a second factor. */
  refreshTokensWithoutMfa?: readonly string[];
  /** The redirect URIs that are registered for the applications. Default: every address is. */
  redirectUris?: readonly string[];
}>;

export type Settings = Readonly<{
  latency: Latency;
  now: () => Temporal.Instant;
  seed: string | undefined;
  stateFile: string | undefined;
  partnerTenantId: string;
  applications: readonly Application[];
  refreshTokens: readonly string[];
  refreshTokensWithoutMfa: readonly string[];
  redirectUris: readonly string[] | undefined;
}>;

export function settingsFrom(options: SimulatorOptions): Settings {
  return {
    latency: { ...DEFAULT_LATENCY, ...options.latency },
    now: options.now ?? (() => Temporal.Now.instant()),
    seed: options.seed,
    stateFile: options.stateFile,
    partnerTenantId: options.partnerTenantId ?? DEMO_PARTNER_TENANT_ID,
    applications: options.applications ?? [DEMO_APPLICATION],
    refreshTokens: options.refreshTokens ?? [DEMO_REFRESH_TOKEN],
    refreshTokensWithoutMfa: options.refreshTokensWithoutMfa ?? [DEMO_REFRESH_TOKEN_WITHOUT_MFA],
    redirectUris: options.redirectUris,
  };
}
